import { z } from "zod";

import type { Asked, Looking } from "./ask.ts";
import { refusedWith } from "./explain-refusal.ts";
import { pathOf } from "./first-look.ts";
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
    return describe(data);
  } catch (error) {
    if (refusedWith(error) === 404) {
      return null;
    }
    throw error;
  }
}

const answerSchema = z.object({
  number: z.number(),
  state: z.string(),
  merged: z.boolean(),
  title: z.string(),
  user: z.object({ login: z.string() }),
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.number() }).nullable() }),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.number() }) }),
});

/** The same at a first look; null where that did not tell. */
export async function seenPullRequest(
  { look, signal }: Looking,
  { owner, name }: Repository,
  number: number,
): Promise<PullRequestNow | null> {
  const seen = await look(pathOf("repos", owner, name, "pulls", number), answerSchema, signal);
  return seen === null ? null : describe(seen);
}

function describe(answer: z.infer<typeof answerSchema>): PullRequestNow {
  return {
    number: answer.number,
    open: answer.state === "open",
    merged: answer.merged,
    title: answer.title,
    head: { branch: answer.head.ref, commit: answer.head.sha },
    base: { branch: answer.base.ref },
    fork: repositoryId(answer.head) !== answer.base.repo.id,
    dependabot: answer.user.login === "dependabot[bot]",
  };
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
