import { z } from "zod";

/** One resource's step as history keeps it: which properties differed, never their values. */
const updateChangeSchema = z.strictObject({
  op: z.string(),
  urn: z.string(),
  status: z.enum(["planned", "done", "failed"]),
  properties: z.array(z.string()),
  replaceKeys: z.array(z.string()),
});

/** What a command did to a stage, as history keeps it. Texts are masked by whoever makes one. */
export const updateRecordSchema = z.strictObject({
  version: z.literal(1),
  /** Sorts by time. The snapshot of the state after the command has the same. */
  id: z.string(),
  app: z.string(),
  stage: z.string(),
  /** `deploy`, `remove`, `restore`, … */
  command: z.string(),
  outcome: z.enum(["succeeded", "failed", "cancelled"]),
  /** Why, for people: what failed, or why a person did it. */
  reason: z.string().nullable(),
  commit: z.string().nullable(),
  actor: z.string(),
  /** The run's web address. */
  run: z.string().nullable(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  endedAt: z.string(),
  counts: z.record(z.string(), z.number()),
  changes: z.array(updateChangeSchema),
  /** How many changes are left out of `changes`. */
  moreChanges: z.number(),
  /** Whether there is a snapshot: not when the command left the state as it was, or empty. */
  snapshot: z.boolean(),
  /** What the state said after it (`contentHash`); null when there was none. */
  content: z.string().nullable(),
});

export type UpdateRecord = z.infer<typeof updateRecordSchema>;

/** What a command tells history; the rest is the home's to know. */
export type Update = Omit<UpdateRecord, "version" | "id" | "app" | "stage" | "snapshot" | "content">;
