import type { StageTarget } from "../events/target.ts";
import type { Place } from "../lock/ticket.ts";
import type { ActedRequest, Services } from "./services.ts";

/**
 * Where a deploy stands among those of its pull request or branch. Undefined where nothing orders it: no run of GitHub's, a commit that
 * is not known yet, or a person's own choice of what to deploy.
 */
export function placeOf(services: Services, request: ActedRequest, target: StageTarget): Place | undefined {
  const { origin, commit } = target;
  const { run, kind } = services.run.owner;
  const byHand = target.asked || request.event.kind === "manual";
  if (run === null || kind !== "run" || commit === null || byHand) {
    return undefined;
  }
  const givesWay = services.run.attempt === 1;
  if (origin.kind === "pull_request") {
    return { origin: `pull_request ${origin.number}`, run, commit, givesWay };
  }
  return origin.kind === "branch" ? { origin: `branch ${origin.branch}`, run, commit, givesWay } : undefined;
}
