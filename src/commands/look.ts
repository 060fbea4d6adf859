import type { Event } from "../events/event.ts";
import type { WorldNow } from "../events/guard.ts";
import type { StageTarget } from "../events/target.ts";
import type { GitHub } from "../github/github.ts";
import type { Services } from "./services.ts";

/** Looks at the world as it is now, as far as the target's origin needs it. What GitHub does not tell is `unknown`. */
export async function lookAtWorld(services: Services, target: StageTarget, event: Event): Promise<WorldNow> {
  const { origin } = target;
  const ask = asker(services);
  const [pullRequest, branchHead, openPullRequests] = await Promise.all([
    origin.kind === "pull_request" ? ask((github) => github.pullRequest(origin.number)) : null,
    origin.kind === "branch" ? ask((github) => github.branchHead(origin.branch)) : null,
    origin.kind === "branch" && target.ephemeral && target.command !== "remove"
      ? ask((github) => github.openPullRequestsOf(origin.branch))
      : [],
  ]);
  return {
    pullRequest,
    branchHead,
    openPullRequests,
    attempt: services.run.attempt,
    dispatched: event.kind === "manual",
  };
}

function asker({ github, log }: Services) {
  return async <T>(question: (github: GitHub) => Promise<T>): Promise<T | "unknown"> => {
    if (github === null) {
      return "unknown";
    }
    try {
      return await question(github);
    } catch (error) {
      log.warning(`GitHub could not be asked: ${error instanceof Error ? error.message : String(error)}`);
      return "unknown";
    }
  };
}
