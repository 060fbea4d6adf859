import type { Asked } from "./ask.ts";
import type { Repository } from "./pull-requests.ts";

/**
 * The commit that a branch points at, or null. Asked of the list of refs that begin so: a list is empty where there is no such branch and
 * 404 where the token may not see the repository, so that nothing is removed because of a token; `/branches/{branch}` answers 404 to both,
 * and follows renames.
 */
export async function branchHead(
  { octokit, request }: Asked,
  { owner, name }: Repository,
  branch: string,
): Promise<string | null> {
  const { data } = await octokit.rest.git.listMatchingRefs({ owner, repo: name, ref: `heads/${branch}`, request });
  return data.find(({ ref }) => ref === `refs/heads/${branch}`)?.object.sha ?? null;
}
