import type { PostedComment } from "../github/github.ts";
import type { Thread } from "../home/rows.ts";
import { describeFailure } from "../failure.ts";
import { commentMarker } from "../report/comment-marker.ts";
import { type CommentOrder, draw } from "./comment-order.ts";
import { postByHome, putRow } from "./rows-in-home.ts";
import { postByComment } from "./rows-in-comment.ts";
import { noRows, withReport } from "../report/rows.ts";

/**
 * Writes a report into its pull request's comment: as the only one, or beside other apps and stages, whose rows lie in the home or, where it
 * keeps none, in the comment itself. Resolves to the comment, or to null where there is none and none may be made. Rejects with what GitHub says.
 */
export async function postComment(order: CommentOrder): Promise<PostedComment | null> {
  const { home, report, repository, pullRequest, log, github, known, mayCreate } = order;
  const { rows: store } = home;
  if (store === null) {
    return postByComment(order, commentMarker("comment"));
  }
  const marker = commentMarker(home.where);
  const thread: Thread | null = repository === null ? null : { repository, pullRequest };
  const kept = await (thread === null ? null : putRow(store, thread, order))?.catch((error: unknown) => {
    log.debug(`Other stages' rows of the comment are not known: ${describeFailure(error).message}`);
    return null;
  });
  if (thread === null || kept === null || kept === undefined) {
    const body = draw(order, { rows: withReport(noRows, report), marker });
    return github.upsertComment({ pullRequest, marker, body, known, mayCreate });
  }
  return postByHome({ ...order, store, thread, marker }, kept);
}
