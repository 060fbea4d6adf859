import type { Asked } from "./ask.ts";
import { shortDescription } from "./description.ts";
import type { CommitStatus } from "./github.ts";
import type { Repository } from "./pull-requests.ts";

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
    description: shortDescription(description),
    ...(url === null ? {} : { target_url: url }),
    request,
  });
}
