import { basisOf, checkedOutCommit } from "../checkout/checked-out-commit.ts";
import type { StageTarget } from "../events/target.ts";
import { Failure } from "../failure.ts";
import type { ActedRequest } from "./services.ts";

/**
 * Makes sure that a run that a person started for a pull request has that pull request's code before it: such a run checks the default
 * branch out unless it is told otherwise, and would put that on show as the pull request's. Where there is no git, it cannot be told.
 */
export async function requireHead(request: ActedRequest, target: StageTarget): Promise<void> {
  if (request.event.kind !== "manual" || target.origin.kind !== "pull_request" || target.commit === null) {
    return;
  }
  const checkedOut = await checkedOutCommit(request.directory);
  if (checkedOut === null || basisOf(checkedOut, target.commit) !== null) {
    return;
  }
  const { number } = target.origin;
  throw new Failure({
    code: "wrong-checkout",
    message: `The workspace holds commit ${checkedOut.commit.slice(0, 7)}, which is neither the head of pull request ${number} (${target.commit.slice(0, 7)}) nor its merge.`,
    next: "Start the workflow on the pull request's own branch: then its code is what is checked out.",
  });
}
