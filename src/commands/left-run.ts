import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import { engineProcessSchema } from "./left-trail.ts";

/** What a run that changes a stage notes on its own machine, for whoever comes after it there if it dies. */
export const leftRunSchema = z.strictObject({
  version: z.literal(1),
  /** The process, as a lock's owner names it. */
  owner: z.strictObject({ host: z.string(), pid: z.number(), processStartedAt: z.number().nullable() }),
  /** The folder (absolute) in which the stage's state lies until it is stored. */
  folder: z.string().nullable(),
  engine: engineProcessSchema.nullable(),
  /** The engine had its one signal. */
  cancelled: z.boolean(),
});

export type LeftRun = z.infer<typeof leftRunSchema>;

/** Where such notes lie on this machine. */
export type LeftRuns = {
  /** What other runs noted of a stage, as far as it is still there. A note of another version is a `Failure`. */
  readonly of: (where: string, key: StageKey) => Promise<readonly FoundRun[]>;
};

export type FoundRun = { readonly run: LeftRun; readonly forget: () => Promise<void> };
