import type { PullRequestNow } from "../github/github.ts";
import type { Event } from "./event.ts";
import { outsider } from "./outsider.ts";
import type { StageTarget } from "./target.ts";

/** The world as it is now, as far as the target's origin needs it; `unknown`: GitHub could not be asked. */
export type WorldNow = {
  /** null: there is no such pull request, or the origin is another. */
  readonly pullRequest: PullRequestNow | null | "unknown";
  /** A commit, or `unknown`. null: there is no such branch, or the origin is another. */
  readonly branchHead: string | null;
  /** Open pull requests of this repository from the origin's branch. */
  readonly openPullRequests: readonly number[] | "unknown";
  /** Of the run; more than 1 is a re-run, which is how people roll back. */
  readonly attempt: number;
  /** A person started the run by hand. */
  readonly dispatched: boolean;
};

/** `target` is what is to be done now: its commit is filled in where only the world could tell it. `code` is stable, `reason` for people. */
export type GuardResult =
  | { readonly go: true; readonly target: StageTarget }
  | { readonly go: false; readonly state: "skipped" | "superseded"; readonly code: string; readonly reason: string };

/**
 * Whether a target is still right. A run may start long after its event: what was closed meanwhile is not deployed, what is there again is
 * not removed, what is older than its branch or pull request is superseded (unless run again or by hand). If GitHub cannot be asked, a
 * deploy follows its event and a removal does not happen, but for one that a person asked for.
 */
export function guardAgainstWorld(target: StageTarget, event: Event, world: WorldNow): GuardResult {
  if (target.asked) {
    return { go: true, target };
  }
  switch (target.origin.kind) {
    case "pull_request":
      return target.command === "remove"
        ? guardPullRequestRemoval(target, target.origin.number, world)
        : guardPullRequestDeploy(target, event, world);
    case "branch":
      return target.command === "remove"
        ? guardBranchRemoval(target, target.origin.branch, world)
        : guardBranchDeploy(target, event, world);
    case "tag":
    case "manual":
      return { go: true, target };
    default:
      return target.origin satisfies never;
  }
}

function guardPullRequestDeploy(target: StageTarget, event: Event, world: WorldNow): GuardResult {
  const now = world.pullRequest;
  if ((now === "unknown" || now === null) && event.kind === "pull_request") {
    // null: it was there when its event came, so the token may not see it. The event itself says that it is nobody else's.
    return { go: true, target };
  }
  if (now === "unknown") {
    return skipped(
      "unknown",
      `GitHub could not be asked whether the pull request of ${target.stage} comes from a fork.`,
    );
  }
  if (now === null) {
    return skipped("no-pull-request", `There is no pull request for ${target.stage}, or the token may not read it.`);
  }
  const weak = outsider(now);
  if (weak !== null) {
    return skipped(weak.code, weak.reason);
  }
  if (!now.open) {
    return skipped("closed", `Pull request ${now.number} is ${now.merged ? "merged" : "closed"} by now.`);
  }
  if (target.commit === null) {
    return { go: true, target: { ...target, commit: now.head.commit } };
  }
  return isNewer(now.head.commit, target.commit, event) && !isByPerson(world)
    ? superseded(`Pull request ${now.number}`, target.commit, now.head.commit)
    : { go: true, target };
}

function guardPullRequestRemoval(target: StageTarget, number: number, world: WorldNow): GuardResult {
  const now = world.pullRequest;
  if (now === "unknown") {
    return skipped("unknown", `GitHub could not be asked whether pull request ${number} is still closed.`);
  }
  if (now === null) {
    // It was there when its event came, so this is a token that may not see it rather than a proof.
    return skipped(
      "no-pull-request",
      `Pull request ${number} cannot be found, so nobody can tell whether it is closed.`,
    );
  }
  return now.open ? skipped("reopened", `Pull request ${number} is open again.`) : { go: true, target };
}

function guardBranchDeploy(target: StageTarget, event: Event, world: WorldNow): GuardResult {
  const { branchHead, openPullRequests } = world;
  const branch = target.origin.kind === "branch" ? target.origin.branch : target.stage;
  if (branchHead === null) {
    return skipped("branch-gone", `Branch ${branch} is gone by now.`);
  }
  if (
    branchHead !== "unknown" &&
    target.commit !== null &&
    isNewer(branchHead, target.commit, event) &&
    !isByPerson(world)
  ) {
    return superseded(`Branch ${branch}`, target.commit, branchHead);
  }
  const shown = openPullRequests === "unknown" ? undefined : openPullRequests[0];
  if (target.ephemeral && shown !== undefined && !world.dispatched) {
    return skipped("pull-request-open", `Branch ${branch} has pull request ${shown}, whose own stage shows it.`);
  }
  return { go: true, target };
}

function guardBranchRemoval(target: StageTarget, branch: string, world: WorldNow): GuardResult {
  if (world.branchHead === "unknown") {
    return skipped("unknown", `GitHub could not be asked whether branch ${branch} is still gone.`);
  }
  return world.branchHead === null ? { go: true, target } : skipped("branch-back", `Branch ${branch} is there again.`);
}

/** What GitHub shows may lag behind its own event: the commit that the push moved away from is no newer one. */
function isNewer(head: string, commit: string, event: Event): boolean {
  const before = event.kind === "branch" || event.kind === "pull_request" ? event.before : null;
  return head !== commit && head !== before;
}

function isByPerson(world: WorldNow): boolean {
  return world.attempt > 1 || world.dispatched;
}

function skipped(code: string, reason: string): GuardResult {
  return { go: false, state: "skipped", code, reason };
}

function superseded(what: string, commit: string, head: string): GuardResult {
  const reason = `${what} is at ${head.slice(0, 7)} by now; this run is for ${commit.slice(0, 7)}.`;
  return { go: false, state: "superseded", code: "superseded", reason };
}
