import type { Asked } from "./ask.ts";
import type { OwnComment, PostedComment } from "./github.ts";
import { pages } from "./pages.ts";

export type Thread = { readonly owner: string; readonly repo: string; readonly pullRequest: number };

/** Who wrote a comment, and the marker that it holds: both must fit, for anybody can write a marker. */
export type Ours = { readonly marker: string; readonly author: () => Promise<string | null> };

/**
 * Our comments, oldest first: all of the first page (of 100) that has any, and whoever else's hold the marker on the pages up to it. Only
 * those changed since `since` (ISO 8601) are looked at, if it is given. The author is asked for only when some comment holds the marker.
 */
export async function findComments(
  { octokit, request }: Asked,
  { owner, repo, pullRequest }: Thread,
  { marker, author, since }: Ours & { readonly since: string | null },
): Promise<{ readonly own: readonly OwnComment[]; readonly others: readonly PostedComment[] }> {
  const list = (page: number) =>
    octokit.rest.issues.listComments({
      owner,
      repo,
      issue_number: pullRequest,
      per_page: 100,
      page,
      ...(since === null ? {} : { since }),
      request,
    });
  const others: PostedComment[] = [];
  for await (const comments of pages(list)) {
    const marked = comments.filter((comment) => comment.body?.includes(marker) === true);
    const us = marked.length === 0 ? null : await author();
    const isOurs = (comment: (typeof marked)[number]) => us !== null && comment.user?.login === us;
    others.push(...marked.filter((one) => !isOurs(one)).map(({ id, html_url: url }) => ({ id, url })));
    const ours = marked.filter(isOurs);
    if (ours.length > 0) {
      const own = ours
        .toSorted((one, other) => one.id - other.id)
        .map(({ id, html_url: url, body }) => ({ comment: { id, url }, body: body ?? "" }));
      return { own, others };
    }
  }
  return { own: [], others };
}
