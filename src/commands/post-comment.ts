import { describeFailure } from "../failure.ts";
import type { PostedComment } from "../github/github.ts";
import type { RowStore } from "../home/rows.ts";
import { commentMarker } from "../report/comment-marker.ts";
import { unreadNote } from "../report/notes.ts";
import { noRows, withReport } from "../report/rows.ts";
import { type CommentOrder, draw } from "./comment-order.ts";
import { postByComment } from "./rows-in-comment.ts";
import type { Kept } from "./kept-rows.ts";
import { postByHome, putRow } from "./rows-in-home.ts";

/**
 * Writes a report into its pull request's comment: as the only one, or beside other apps and stages, whose rows lie in the home or, where it
 * keeps none, in the comment itself. Resolves to the comment, or to null where there is none and none may be made. Rejects with what GitHub says.
 */
export async function postComment(order: CommentOrder): Promise<PostedComment | null> {
  const { home, report, github, pullRequest, known, mayCreate } = order;
  if (home.rows === null) {
    return postByComment(order, commentMarker("comment"));
  }
  const marker = commentMarker(home.where);
  const kept = await keepRow(home.rows, order);
  if (kept !== null) {
    return postByHome(order, { kept, marker });
  }
  const body = draw(order, { rows: withReport(noRows, report), marker, notes: [unreadNote] });
  return (await github.upsertComment({ pullRequest, marker, body, known, mayCreate }))?.comment ?? null;
}

/** The report's row among the others; null where they cannot be known: a comment without them is better than none. */
async function keepRow(store: RowStore, order: CommentOrder): Promise<Kept | null> {
  const { repository, pullRequest, log } = order;
  if (repository === null) {
    return null;
  }
  try {
    return await putRow({ store, thread: { repository, pullRequest } }, order);
  } catch (error) {
    log.debug(`Other stages' rows of the comment are not known: ${describeFailure(error).message}`);
    return null;
  }
}
