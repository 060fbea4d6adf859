import { describeFailure } from "../failure.ts";
import type { PostedComment } from "../github/github.ts";
import { outdatedNotes } from "../report/notes.ts";
import { formatRows, parseRows } from "../report/rows-json.ts";
import { areGone, type Rows, withReport } from "../report/rows.ts";
import { type CommentOrder, draw } from "./comment-order.ts";
import { changeRows, type Kept, type Place, tries } from "./kept-rows.ts";

/** Puts the report's row in, whoever else writes. */
export async function putRow(place: Place, { report, known }: CommentOrder): Promise<Kept> {
  return changeRows(place, (before) => withReport({ ...before, comment: before.comment ?? known }, report));
}

/**
 * Draws the comment from rows in the home, which know it, whichever token wrote it. GitHub knows no conditional edit: so each job, whose row
 * is in already, looks at the rows again after its edit. What came meanwhile is drawn by whoever sees it, and the last that is written has
 * all. A comment that this token may not edit is replaced by another, which says so.
 */
export async function postByHome(
  order: CommentOrder,
  { kept, marker }: { readonly kept: Kept; readonly marker: string },
): Promise<PostedComment | null> {
  let now = await endOutdated(order, kept);
  let comment: PostedComment | null = null;
  for (let turn = 1; ; turn += 1) {
    const before = now.version;
    const written = await write(order, { now, marker });
    ({ now, comment } = written);
    const seen = await now.store.read(now.thread).catch(() => null);
    if (comment === null || seen === null || seen.version === before || turn === tries) {
      break;
    }
    now = { ...now, rows: parseRows(seen.text), version: seen.version };
    if (now.rows.rows.length === 0 || bodyOf(order, now.rows, marker) === written.body) {
      break;
    }
  }
  if (areGone(now.rows)) {
    // Whoever deploys there again begins anew, in the same comment.
    const emptied = formatRows({ ...now.rows, rows: [] });
    await now.store.write(now.thread, emptied, now.version).catch(() => null);
  }
  return comment;
}

type Written = { readonly now: Kept; readonly comment: PostedComment | null; readonly body: string };

/** Writes the comment once, and puts on record which one it is then. */
async function write(
  order: CommentOrder,
  { now, marker }: { readonly now: Kept; readonly marker: string },
): Promise<Written> {
  const { github, pullRequest, mayCreate, log } = order;
  const { comment: known, outdated } = now.rows;
  const body = bodyOf(order, now.rows, marker);
  const bodyInItsPlace = bodyOf(order, replacing(now.rows, known), marker);
  const written = await github.upsertComment({
    pullRequest,
    marker,
    known,
    outdated,
    mayCreate,
    body,
    bodyInItsPlace,
  });
  if (written === null || written.comment.id === known?.id) {
    return { now, comment: written?.comment ?? null, body };
  }
  const { comment, inPlaceOfKnown } = written;
  const moved = (rows: Rows): Rows =>
    rows.comment?.id === known?.id ? { ...(inPlaceOfKnown ? replacing(rows, known) : rows), comment } : rows;
  const recorded = await changeRows(now, moved).catch((error: unknown) => {
    log.debug(`Which comment it is could not be put on record: ${describeFailure(error).message}`);
    return { ...now, rows: moved(now.rows) };
  });
  if (!inPlaceOfKnown) {
    return { now: recorded, comment, body };
  }
  log.info(
    `This run's token may not edit the comment ${known?.url}, which another token wrote: ${comment.url} replaces it. Use the same \`token\` in all workflows to keep one comment.`,
  );
  return { now: await endOutdated(order, recorded), comment, body: bodyInItsPlace };
}

function bodyOf(order: CommentOrder, rows: Rows, marker: string): string {
  return draw(order, { rows, marker, notes: outdatedNotes(rows.outdated, order.report) });
}

/** The rows where another comment takes the place of `comment`. */
function replacing(rows: Rows, comment: PostedComment | null): Rows {
  return comment === null ? rows : { ...rows, outdated: [...rows.outdated, comment] };
}

/** Ends the comments that others took the place of, as far as this token may. */
async function endOutdated({ github, log }: CommentOrder, kept: Kept): Promise<Kept> {
  const ends = await Promise.all(
    kept.rows.outdated.map(async (comment) => {
      const isGone = await github.endComment(comment).catch((error: unknown) => {
        log.debug(describeFailure(error).message);
        return false;
      });
      return isGone ? [comment.id] : [];
    }),
  );
  const gone = new Set(ends.flat());
  const left = (rows: Rows): Rows => ({ ...rows, outdated: rows.outdated.filter(({ id }) => !gone.has(id)) });
  return gone.size === 0 ? kept : changeRows(kept, left).catch(() => ({ ...kept, rows: left(kept.rows) }));
}
