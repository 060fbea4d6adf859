import type { Trail } from "../commands/services.ts";

const nothing = () => undefined;

/** For what has no later step: a lock that is left ends with its lease. */
export const noTrail: Trail = {
  lockHeld: nothing,
  stateLeft: nothing,
  engineStarted: nothing,
  commentPosted: nothing,
  impactStarted: nothing,
  deploymentMade: nothing,
  checkRunMade: nothing,
  begun: nothing,
  cancelled: nothing,
  finished: nothing,
};
