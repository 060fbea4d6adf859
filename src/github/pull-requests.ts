import type { Asked } from "./ask.ts";
import { refusedWith } from "./explain-refusal.ts";
import type { PullRequestNow } from "./github.ts";
import { pages } from "./pages.ts";

export type Repository = { readonly owner: string; readonly name: string };

/** A pull request as it is now; null where there is none, or where the token may not see it, which GitHub does not tell apart. */
export async function pullRequestNow(
  { octokit, request }: Asked,
  { owner, name }: Repository,
  number: number,
): Promise<PullRequestNow | null> {
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo: name, pull_number: number, request });
    return {
      number: data.number,
      open: data.state === "open",
      merged: data.merged,
      title: data.title,
      head: { branch: data.head.ref, commit: data.head.sha },
      base: { branch: data.base.ref },
      fork: repositoryId(data.head) !== data.base.repo.id,
      dependabot: data.user.login === "dependabot[bot]",
    };
  } catch (error) {
    if (refusedWith(error) === 404) {
      return null;
    }
    throw error;
  }
}

/** Numbers of the open pull requests from that branch of this very repository, in no order. */
export async function openPullRequestsFrom(
  { octokit, request }: Asked,
  { owner, name }: Repository,
  branch: string,
): Promise<readonly number[]> {
  const list = (page: number) =>
    octokit.rest.pulls.list({
      owner,
      repo: name,
      state: "open",
      head: `${owner}:${branch}`,
      per_page: 100,
      page,
      request,
    });
  const numbers: number[] = [];
  for await (const pulls of pages(list)) {
    // One owner can have the repository and its fork, and GitHub ignores a `head` that it cannot read.
    const own = pulls.filter(({ base, head }) => head.ref === branch && repositoryId(head) === base.repo.id);
    numbers.push(...own.map(({ number }) => number));
  }
  return numbers;
}

/** undefined once the fork was deleted: GitHub answers null then, which its description leaves out. */
function repositoryId(head: { readonly repo: { readonly id: number } | null }): number | undefined {
  return head.repo?.id;
}
