import type { Asked } from "./ask.ts";
import { isNotForUs, refusedWith } from "./explain-refusal.ts";
import type { Thread } from "./find-comments.ts";
import { commentById } from "./read-comment.ts";

/** `not ours`: it is there, and this token may not edit it, as it may be with a comment that another token wrote. */
export type EditEnd = "edited" | "not ours" | "gone";

/** Gives a comment another body. */
export async function editComment(
  asked: Asked,
  thread: Thread,
  { id, body }: { readonly id: number; readonly body: string },
): Promise<EditEnd> {
  const { octokit, request } = asked;
  const { owner, repo } = thread;
  try {
    await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body, request });
    return "edited";
  } catch (error) {
    return whyNot(asked, thread, { id, error });
  }
}

/** Deletes a comment of ours, or hides it as outdated where this token may not. Resolves to whether it is gone. */
export async function endComment(asked: Asked, thread: Omit<Thread, "pullRequest">, id: number): Promise<boolean> {
  const { octokit, request } = asked;
  try {
    await octokit.rest.issues.deleteComment({ owner: thread.owner, repo: thread.repo, comment_id: id, request });
    return true;
  } catch (error) {
    if ((await whyNot(asked, thread, { id, error })) === "gone") {
      return true;
    }
  }
  const found = await commentById(asked, thread, id);
  if (found !== null) {
    await octokit.graphql(HIDE, { id: found.nodeId, request });
  }
  return found === null;
}

/** https://docs.github.com/en/graphql/reference/mutations#minimizecomment */
const HIDE =
  "mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }";

/** What a refusal to touch a comment means; throws what is no answer to that. GitHub says 404, too, of what a token may not touch. */
async function whyNot(
  asked: Asked,
  thread: Omit<Thread, "pullRequest">,
  { id, error }: { readonly id: number; readonly error: unknown },
): Promise<"not ours" | "gone"> {
  const status = refusedWith(error);
  if (status === 404 || status === 410) {
    return (await commentById(asked, thread, id)) === null ? "gone" : "not ours";
  }
  if (isNotForUs(error)) {
    return "not ours";
  }
  throw error;
}
