import { z } from "zod";

import { engineProcessSchema, keySchema } from "./left-trail.ts";

/** What the watcher of a run must know to end what the run leaves, should it be killed. It comes from ourselves, through a pipe. */
export const watchedRunSchema = z.strictObject({
  lock: z.strictObject({ key: keySchema, token: z.string(), held: z.boolean() }).nullable(),
  /** The folder (absolute) in which the stage's state lies until it is stored. */
  folder: z.string().nullable(),
  engine: engineProcessSchema.nullable(),
  /** The engine of a preview beside it. */
  impact: engineProcessSchema.nullable(),
});

export type WatchedRun = z.infer<typeof watchedRunSchema>;
