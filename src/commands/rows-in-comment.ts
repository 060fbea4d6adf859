import { setTimeout as sleep } from "node:timers/promises";

import type { PostedComment } from "../github/github.ts";
import { COMMENT_LIMIT } from "../report/comment.ts";
import { findRows, hideRows } from "../report/hidden-rows.ts";
import { outdatedNotes } from "../report/notes.ts";
import { areGone, holdsReport, type Rows, withReport } from "../report/rows.ts";
import type { StageReport } from "../report/stage-report.ts";
import { type CommentOrder, draw } from "./comment-order.ts";

const tries = 6;
/** When it is looked whether the row stands, in milliseconds after the write; only the first where there are no other rows. */
const looksMs = [0, 700];

/**
 * Draws the comment from rows that it hides itself, where no home keeps them: reads it, puts the report's row in, writes it, reads it back, and
 * begins again where another job wrote over that row. Two jobs that write in the same moment can still lose one of the rows until its job
 * writes again: only rows in a home cannot.
 */
export async function postByComment(order: CommentOrder, marker: string): Promise<PostedComment | null> {
  const { github, pullRequest, report, mayCreate } = order;
  let { known } = order;
  for (let turn = 1; ; turn += 1) {
    const { own, others } = await github.readComment({ pullRequest, marker, known });
    const rows = withReport(before(own?.body ?? "", { report, others }), report);
    const hidden = hideRows(rows, report);
    const notes = outdatedNotes(rows.outdated, report);
    const drawn = draw(order, { rows, marker, limit: COMMENT_LIMIT - hidden.length - 2, notes });
    const written = await github.upsertComment({
      pullRequest,
      marker,
      body: `${drawn}\n\n${hidden}`,
      known: own?.comment ?? known,
      mayCreate,
    });
    known = written?.comment ?? null;
    if (known === null || turn === tries || (await stands(order, { marker, known, others: rows.rows.length - 1 }))) {
      return known;
    }
    await sleep(Math.random() * 200 * turn);
  }
}

/**
 * What the comment hid; no rows where all that it tells of is removed and this is a new beginning. `others` hold the same marker and were
 * written with another token, or by anybody: they are named, and never read or touched.
 */
function before(
  body: string,
  { report, others }: { readonly report: StageReport; readonly others: Rows["outdated"] | null },
): Rows {
  const found = findRows(body);
  const rows = areGone(found) && report.command !== "remove" ? [] : found.rows;
  return { ...found, rows, outdated: others ?? found.outdated };
}

async function stands(
  { github, pullRequest, report }: CommentOrder,
  of: { readonly marker: string; readonly known: PostedComment; readonly others: number },
): Promise<boolean> {
  for (const wait of of.others > 0 ? looksMs : looksMs.slice(0, 1)) {
    await sleep(wait);
    const { own } = await github.readComment({ pullRequest, marker: of.marker, known: of.known });
    if (!holdsReport(findRows(own?.body ?? ""), report)) {
      return false;
    }
  }
  return true;
}
