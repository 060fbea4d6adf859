import { setTimeout as sleep } from "node:timers/promises";

import { describeFailure } from "../failure.ts";
import type { GitHub, PostedComment } from "../github/github.ts";
import type { Home } from "../home/home.ts";
import type { RowStore, Thread } from "../home/rows.ts";
import { StoreUnavailable } from "../lock/lock-store.ts";
import type { Log } from "../log.ts";
import { commentMarker, sharedMarker } from "../report/comment-marker.ts";
import { renderComment } from "../report/comment.ts";
import { renderRows } from "../report/rows-comment.ts";
import { formatRows, parseRows } from "../report/rows-json.ts";
import { areGone, noRows, type Rows, withReport } from "../report/rows.ts";
import type { StageReport } from "../report/stage-report.ts";

export type CommentOrder = {
  readonly github: GitHub;
  readonly home: Pick<Home, "rows" | "where">;
  readonly log: Log;
  /** GitHub's id of the repository; null where nothing says it. */
  readonly repository: number | null;
  readonly pullRequest: number;
  /** Masked. */
  readonly report: StageReport;
  /** The comment, where this run wrote it before. */
  readonly known: PostedComment | null;
  readonly mayCreate: boolean;
};

/** How often a row is put in while other jobs put theirs, and how often the comment is drawn again for them. */
const tries = 30;
const pauseMs = 40;

/**
 * Writes a report into its pull request's comment: as the only one, or beside the other stages of the same home, whose rows lie there.
 * Resolves to the comment, or to null where there is none and none may be made. Rejects with what GitHub says.
 *
 * GitHub knows no conditional edit. So each job puts its row in first, draws the comment from all rows, and looks at them again afterwards:
 * what came meanwhile is drawn by whoever sees it, and the last that is written has all.
 */
export async function postComment(order: CommentOrder): Promise<PostedComment | null> {
  const { home, report, repository, pullRequest, log } = order;
  const { rows: store } = home;
  if (store === null || repository === null) {
    return postAlone(order, commentMarker({ app: report.app, path: report.path ?? "." }));
  }
  const thread: Thread = { repository, pullRequest };
  const marker = sharedMarker(home.where);
  const kept = await putRow(store, thread, order).catch((error: unknown) => {
    log.debug(`Other stages' rows of the comment are not known: ${describeFailure(error).message}`);
    return null;
  });
  return kept === null ? postAlone(order, marker) : postRows({ ...order, store, thread, marker }, kept);
}

type Kept = { readonly rows: Rows; readonly version: string };

/** Puts the report's row in, whoever else writes. One more try does no harm where the answer to a write was lost. */
async function putRow(store: RowStore, thread: Thread, { report, known }: CommentOrder): Promise<Kept> {
  for (let turn = 1; ; turn += 1) {
    const stored = await store.read(thread);
    const before = stored === null ? noRows : parseRows(stored.text);
    const rows = withReport({ ...before, comment: known ?? before.comment }, report);
    const version = await store.write(thread, formatRows(rows), stored?.version ?? null).catch((error: unknown) => {
      if (error instanceof StoreUnavailable && turn < tries) {
        return null;
      }
      throw error;
    });
    if (version !== null) {
      return { rows, version };
    }
    if (turn === tries) {
      throw new Error("others wrote at every try");
    }
    await sleep(Math.random() * pauseMs * turn);
  }
}

type Posting = CommentOrder & { readonly store: RowStore; readonly thread: Thread; readonly marker: string };

async function postRows(posting: Posting, kept: Kept): Promise<PostedComment | null> {
  const { github, pullRequest, marker, mayCreate, store, thread } = posting;
  let { rows, version } = kept;
  let known = posting.known ?? rows.comment;
  let drawn = draw(posting, rows);
  for (let turn = 1; ; turn += 1) {
    known = await github.upsertComment({ pullRequest, marker, body: drawn, known, mayCreate });
    const now = await store.read(thread).catch(() => null);
    if (known === null || now === null || now.version === version || turn === tries) {
      break;
    }
    rows = parseRows(now.text);
    version = now.version;
    const again = draw(posting, rows);
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

function draw({ report, marker }: Posting, { rows }: Rows): string {
  const [only] = rows;
  // This run knows all of its own report; the row holds only what fits.
  return rows.length === 1 && only !== undefined
    ? renderComment(report, marker, only.earlier)
    : renderRows(rows, marker);
}

function postAlone(order: CommentOrder, marker: string): Promise<PostedComment | null> {
  const { github, pullRequest, report, known, mayCreate } = order;
  return github.upsertComment({ pullRequest, marker, body: renderComment(report, marker), known, mayCreate });
}
