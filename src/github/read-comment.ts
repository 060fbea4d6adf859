import type { Asked } from "./ask.ts";
import { refusedWith } from "./explain-refusal.ts";
import type { FoundComments, GitHub, OwnComment } from "./github.ts";
import { findComments, type Thread } from "./find-comments.ts";

/** `readComment` of `GitHub`: the known one by its id, else the oldest of ours. */
export async function readComment(
  asked: Asked,
  order: {
    readonly thread: Thread;
    readonly of: Parameters<GitHub["readComment"]>[0];
    readonly viewer: () => Promise<string | null>;
  },
): Promise<FoundComments> {
  const { thread, of, viewer } = order;
  const known = of.known === null ? null : await commentById(asked, thread, of.known.id);
  if (known !== null) {
    return { own: known, others: null };
  }
  const { own, others } = await findComments(asked, thread, { marker: of.marker, author: viewer, since: null });
  return { own: own[0] ?? null, others };
}

/** The comment, with its id for GraphQL; null where it is gone. */
export async function commentById(
  { octokit, request }: Asked,
  { owner, repo }: Pick<Thread, "owner" | "repo">,
  id: number,
): Promise<(OwnComment & { readonly nodeId: string }) | null> {
  try {
    const { data } = await octokit.rest.issues.getComment({ owner, repo, comment_id: id, request });
    return { comment: { id, url: data.html_url }, body: data.body ?? "", nodeId: data.node_id };
  } catch (error) {
    if (refusedWith(error) === 404) {
      return null;
    }
    throw error;
  }
}
