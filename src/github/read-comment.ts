import type { Asked } from "./ask.ts";
import { refusedWith } from "./explain-refusal.ts";
import type { GitHub, OwnComment } from "./github.ts";
import { ownComments, type Thread } from "./own-comments.ts";

/** `readComment` of `GitHub`: the known one by its id, else the oldest of ours. */
export async function readComment(
  asked: Asked,
  order: {
    readonly thread: Thread;
    readonly of: Parameters<GitHub["readComment"]>[0];
    readonly viewer: () => Promise<string | null>;
  },
): Promise<OwnComment | null> {
  const { thread, of, viewer } = order;
  const known = of.known === null ? null : await byId(asked, thread, of.known.id);
  if (known !== null) {
    return known;
  }
  const [oldest] = await ownComments(asked, thread, { marker: of.marker, author: viewer, since: null });
  return oldest ?? null;
}

async function byId({ octokit, request }: Asked, { owner, repo }: Thread, id: number): Promise<OwnComment | null> {
  try {
    const { data } = await octokit.rest.issues.getComment({ owner, repo, comment_id: id, request });
    return { comment: { id, url: data.html_url }, body: data.body ?? "" };
  } catch (error) {
    if (refusedWith(error) === 404) {
      return null;
    }
    throw error;
  }
}
