import * as core from "@actions/core";
import { z } from "zod";

import type { Trail } from "../commands/services.ts";

const trailSchema = z.object({
  /** Set as the very last thing: nothing is left to be finished. */
  finished: z.literal("true").nullable(),
  lock: z.strictObject({ app: z.string(), stage: z.string(), token: z.string() }).nullable(),
  engine: z.strictObject({ pid: z.number(), startedAt: z.number() }).nullable(),
  comment: z.strictObject({ id: z.number(), url: z.string() }).nullable(),
});

/** What a main step left for `post:`, by way of the runner's saved state. */
export type LeftTrail = z.infer<typeof trailSchema>;

/** Writes the trail as it goes: the runner reads the saved state even when the step is killed. */
export function createTrail(token: string): Trail & { readonly finished: () => void } {
  return {
    lockHeld: (key) => core.saveState("lock", JSON.stringify({ app: key.app, stage: key.stage, token })),
    engineStarted: (process) => core.saveState("engine", JSON.stringify(process)),
    commentPosted: (comment) => core.saveState("comment", JSON.stringify(comment)),
    finished: () => core.saveState("finished", "true"),
  };
}

/** Reads the trail of the main step. */
export function readTrail(): LeftTrail {
  const json = (name: string): unknown => {
    const text = core.getState(name);
    return text === "" ? null : JSON.parse(text);
  };
  const finished = core.getState("finished");
  return trailSchema.parse({
    finished: finished === "" ? null : finished,
    lock: json("lock"),
    engine: json("engine"),
    comment: json("comment"),
  });
}
