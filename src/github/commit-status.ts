import type { Asked } from "./ask.ts";
import type { CommitStatus } from "./github.ts";
import type { Repository } from "./pull-requests.ts";

/** GitHub refuses longer ones. */
const LONGEST_DESCRIPTION = 140;

/** Sets a commit's status. https://docs.github.com/en/rest/commits/statuses#create-a-commit-status */
export async function setCommitStatus(
  { octokit, request }: Asked,
  { owner, name }: Repository,
  { commit, context, state, description, url }: CommitStatus,
): Promise<void> {
  await octokit.rest.repos.createCommitStatus({
    owner,
    repo: name,
    sha: commit,
    state,
    context,
    description: description.slice(0, LONGEST_DESCRIPTION),
    ...(url === null ? {} : { target_url: url }),
    request,
  });
}
