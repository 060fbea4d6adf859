import { z } from "zod";

import { jsonOrNull } from "../json.ts";

/** Who holds a lock, so that a waiting person knows whom to ask. */
export const lockOwnerSchema = z.strictObject({
  /** Random, one for each run: the only thing that proves ownership. */
  token: z.string(),
  kind: z.enum(["run", "person"]),
  repository: z.string().nullable(),
  run: z.number().nullable(),
  attempt: z.number().nullable(),
  /** The job's id in GitHub's API (`job.check_run_id`); null where unknown. */
  job: z.number().nullable(),
  pullRequest: z.number().nullable(),
  actor: z.string(),
  link: z.string().nullable(),
  runner: z.enum(["github-hosted", "self-hosted"]).nullable(),
  /** The machine, as `describeOwnProcess` names it: equal only on one boot of one machine, where process ids mean the same. */
  host: z.string(),
  pid: z.number(),
  /** When that process started, by the machine's own count (`owner-process.ts`); tells it from a later one with the same id. */
  processStartedAt: z.number().nullable(),
});

/** A lock taken from its holder by hand. */
export const lockBreakSchema = z.strictObject({
  by: z.string(),
  reason: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** Whom it was taken from: actor, and the link of that run. */
  from: z.strictObject({ actor: z.string(), link: z.string().nullable() }),
});

/**
 * What is stored for a stage. A released lock stays stored, because the next holder's `fence` is counted from it, and because a
 * conditional overwrite is honoured by servers that ignore the condition of a deletion (MinIO does).
 */
export const lockRecordSchema = z.strictObject({
  version: z.literal(1),
  app: z.string(),
  stage: z.string(),
  command: z.string(),
  owner: lockOwnerSchema,
  /** ISO 8601, UTC. */
  since: z.string(),
  renewedAt: z.string(),
  /** null while it is held. */
  releasedAt: z.string().nullable(),
  /** Counts every holder of this stage; a larger number is a later holder. */
  fence: z.number(),
  /** Counts every write of this record, so that no two versions of it are ever the same bytes (their tags could be, too). */
  revision: z.number(),
  leaseSeconds: z.number().positive(),
  /** The last time that a lock of this stage was broken by hand; stays when others hold it later. */
  broken: lockBreakSchema.nullable(),
});

export type LockOwner = z.infer<typeof lockOwnerSchema>;
export type LockBreak = z.infer<typeof lockBreakSchema>;
export type LockRecord = z.infer<typeof lockRecordSchema>;

/** Reads a stored record; null when the text is not one. */
export function parseLockRecord(text: string): LockRecord | null {
  return lockRecordSchema.safeParse(jsonOrNull(text)).data ?? null;
}
