import { z } from "zod";

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
  host: z.string(),
  pid: z.number(),
  /** When that process started, as the machine tells it (milliseconds since the epoch); tells it from a later one with the same id. */
  processStartedAt: z.number().nullable(),
});

export const lockRecordSchema = z.strictObject({
  version: z.literal(1),
  app: z.string(),
  stage: z.string(),
  command: z.string(),
  owner: lockOwnerSchema,
  /** ISO 8601, UTC. */
  since: z.string(),
  renewedAt: z.string(),
  /** Counts every holder of this stage; a larger number is a later holder. */
  fence: z.number(),
  leaseSeconds: z.number(),
});

export type LockOwner = z.infer<typeof lockOwnerSchema>;
export type LockRecord = z.infer<typeof lockRecordSchema>;
