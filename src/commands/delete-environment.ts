import { type GitHub, GitHubUnavailable } from "../github/github.ts";
import type { Log } from "../log.ts";

/** Deletes an environment in which nothing is left. Most tokens may not (GitHub says 403, or 404 to some), and nobody is bothered with that. */
export async function deleteEnvironment(
  { github, log }: { readonly github: GitHub; readonly log: Log },
  name: string,
): Promise<void> {
  try {
    const isGone = await github.deleteEmptyEnvironment(name);
    log.debug(`Environment ${name} ${isGone ? "is deleted" : "stays: there is something in it"}.`);
  } catch (error) {
    if (!(error instanceof GitHubUnavailable) || (error.status !== 403 && error.status !== 404)) {
      throw error;
    }
    log.debug(error.message);
  }
}
