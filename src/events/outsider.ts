import type { Skip } from "./target.ts";

/**
 * Why a pull request gets no deploy whoever starts the run: its code comes from a fork, or from Dependabot, whose runs get none of the
 * repository's secrets (https://docs.github.com/en/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions).
 * null for every other pull request.
 */
export function outsider(pull: {
  readonly number: number;
  readonly fork: boolean;
  readonly dependabot: boolean;
}): Skip | null {
  if (pull.fork) {
    return {
      kind: "skip",
      code: "fork",
      reason:
        `Pull request ${pull.number} comes from a fork: it gets no secrets and no stage. ` +
        `A maintainer who has read its code can push it to a branch of this repository.`,
    };
  }
  if (pull.dependabot) {
    return {
      kind: "skip",
      code: "dependabot",
      reason:
        `Pull request ${pull.number} is Dependabot's: its runs have no secrets, so it gets no stage. ` +
        `A maintainer can start the workflow by hand on its branch.`,
    };
  }
  return null;
}
