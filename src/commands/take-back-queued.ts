import { commentMarker } from "../report/comment-marker.ts";
import { findRows } from "../report/hidden-rows.ts";
import { parseRows } from "../report/rows-json.ts";
import { isSameRow, noRows, type Rows } from "../report/rows.ts";
import type { StageReport } from "../report/stage-report.ts";
import type { CommentOrder } from "./comment-order.ts";
import { postComment } from "./post-comment.ts";

/**
 * Ends the "queued" of a run that was killed while it waited: where the comment still tells that very wait, it says now that the run was
 * cancelled. What another run told of the stage since stays as it is.
 */
export async function takeBackQueued(order: CommentOrder & { readonly endedAt: string }): Promise<void> {
  const { report, endedAt } = order;
  if (await stillTells(order)) {
    await postComment({ ...order, report: endedWait(report, endedAt), mayCreate: false });
  }
}

/**
 * The same for a run that lives and does not go on: the comment says how its wait ended (`superseded`, `skipped`), and why.
 */
export async function concludeQueued(
  order: CommentOrder,
  { state, reason, endedAt }: Pick<StageReport, "state" | "reason" | "endedAt">,
): Promise<void> {
  if (await stillTells(order)) {
    await postComment({ ...order, report: { ...order.report, state, reason, endedAt }, mayCreate: false });
  }
}

/** Ends every "queued" in a pull request's comment: it is closed, and there is no stage that anybody could be waiting to deploy. */
export async function endQueued(
  thread: Omit<CommentOrder, "report" | "known" | "mayCreate"> & { readonly endedAt: string },
): Promise<void> {
  const asking = { ...thread, known: null, mayCreate: false };
  for (const { report } of (await rowsOf(asking)).rows) {
    if (report.state === "queued") {
      await postComment({ ...asking, report: endedWait(report, thread.endedAt) });
    }
  }
}

async function stillTells(order: CommentOrder): Promise<boolean> {
  const { report } = order;
  const row = (await rowsOf(order)).rows.find((one) => isSameRow(one.report, report));
  return row?.report.state === "queued" && row.report.startedAt === report.startedAt;
}

/** The report of a wait that came to nothing. */
export function endedWait(report: StageReport, endedAt: string): StageReport {
  const reason = "The run was ended while it waited for the stage's lock; it changed nothing.";
  return { ...report, state: "cancelled", reason, endedAt };
}

async function rowsOf({
  home,
  github,
  repository,
  pullRequest,
  known,
}: Omit<CommentOrder, "report" | "mayCreate">): Promise<Rows> {
  if (home.rows === null) {
    const marker = commentMarker("comment");
    return findRows((await github.readComment({ pullRequest, marker, known })).own?.body ?? "");
  }
  const stored = repository === null ? null : await home.rows.read({ repository, pullRequest });
  return stored === null ? noRows : parseRows(stored.text);
}
