import { setTimeout as sleep } from "node:timers/promises";

import type { PostedComment } from "../github/github.ts";
import type { RowStore, Thread } from "../home/rows.ts";
import { formatRows, parseRows } from "../report/rows-json.ts";
import { areGone, noRows, type Rows, withReport } from "../report/rows.ts";
import { type CommentOrder, draw } from "./comment-order.ts";

/** How often a row is put in while other jobs put theirs, and how often the comment is drawn again for them. */
const tries = 30;
const pauseMs = 40;

/** Where a comment's rows lie, and what was last seen there. */
export type Kept = Place & { readonly rows: Rows; readonly version: string };
type Place = { readonly store: RowStore; readonly thread: Thread };

/** Puts the report's row in, whoever else writes. */
export async function putRow(place: Place, { report, known }: CommentOrder): Promise<Kept> {
  const { store, thread } = place;
  for (let turn = 1; ; turn += 1) {
    const stored = await store.read(thread);
    const before = stored === null ? noRows : parseRows(stored.text);
    const rows = withReport({ ...before, comment: known ?? before.comment }, report);
    const version = await store.write(thread, formatRows(rows), stored?.version ?? null);
    if (version !== null) {
      return { ...place, rows, version };
    }
    if (turn === tries) {
      throw new Error("others wrote at every try");
    }
    await sleep(Math.random() * pauseMs * turn);
  }
}

/**
 * Draws the comment from rows in the home. GitHub knows no conditional edit: so each job, whose row is in already, looks at the rows again
 * after its edit. What came meanwhile is drawn by whoever sees it, and the last that is written has all.
 */
export async function postByHome(
  order: CommentOrder,
  { kept, marker }: { readonly kept: Kept; readonly marker: string },
): Promise<PostedComment | null> {
  const { github, pullRequest, mayCreate } = order;
  const { store, thread } = kept;
  let { rows, version } = kept;
  let known = order.known ?? rows.comment;
  let drawn = draw(order, { rows, marker });
  for (let turn = 1; ; turn += 1) {
    known = await github.upsertComment({ pullRequest, marker, body: drawn, known, mayCreate });
    const now = await store.read(thread).catch(() => null);
    if (known === null || now === null || now.version === version || turn === tries) {
      break;
    }
    rows = parseRows(now.text);
    version = now.version;
    const again = draw(order, { rows, marker });
    if (again === drawn || rows.rows.length === 0) {
      break;
    }
    drawn = again;
  }
  if (areGone(rows)) {
    // Whoever deploys there again begins anew, in the same comment.
    await store.write(thread, formatRows({ comment: known, rows: [] }), version).catch(() => null);
  }
  return known;
}
