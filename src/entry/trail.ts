import * as core from "@actions/core";

import type { Trail } from "../commands/services.ts";
import { leftTrailSchema, type LeftTrail } from "../commands/left-trail.ts";

const stateNames = [
  "lock",
  "state",
  "engine",
  "impact",
  "comment",
  "deployment",
  "checkRun",
  "report",
  "cancelled",
  "finished",
] as const;

/** Writes the trail as it goes: the runner reads the saved state even when the step is killed. */
export function createTrail(): Trail {
  const save = (name: (typeof stateNames)[number]) => (value: unknown) => core.saveState(name, JSON.stringify(value));
  return {
    lockHeld: save("lock"),
    stateLeft: save("state"),
    engineStarted: save("engine"),
    impactStarted: save("impact"),
    commentPosted: save("comment"),
    deploymentMade: save("deployment"),
    checkRunMade: save("checkRun"),
    begun: save("report"),
    cancelled: () => save("cancelled")(true),
    finished: () => save("finished")(true),
  };
}

/** Reads the trail of the main step; what it did not come to is null. */
export function readTrail(): LeftTrail {
  const state = stateNames.map((name) => {
    const text = core.getState(name);
    return [name, text === "" ? null : (JSON.parse(text) as unknown)] as const;
  });
  return leftTrailSchema.parse(Object.fromEntries(state));
}
