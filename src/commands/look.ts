import type { Event } from "../events/event.ts";
import type { WorldNow } from "../events/guard.ts";
import type { StageTarget } from "../events/target.ts";
import type { GitHub } from "../github/github.ts";
import { beside } from "./open-stage.ts";
import type { RunInfo, Services } from "./services.ts";

/** What the world is looked at by: little enough to be there before the other services are. */
export type Looking = Pick<Services, "github" | "log"> & { readonly run: Pick<RunInfo, "attempt"> };

/** Looks at the world as it is now, as far as the target's origin needs it. What GitHub does not tell is `unknown`. */
export async function lookAtWorld(services: Looking, target: StageTarget, event: Event): Promise<WorldNow> {
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

/** So long, in milliseconds, a look is as good as one of now: no other job comes, works and goes again in less. */
const freshMs = 2000;

/** Looks at once. What comes back gives the world as it was then, and null once that is too long ago: then it is to be looked at again. */
export function lookAhead(looking: Looking, target: StageTarget, event: Event): () => Promise<WorldNow> | null {
  const at = performance.now();
  const seen = beside(lookAtWorld(looking, target, event));
  return () => (performance.now() - at < freshMs ? seen : null);
}

function asker({ github, log }: Looking) {
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
