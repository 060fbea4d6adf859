import { briefReport } from "./brief.ts";
import { countsText } from "./change-words.ts";
import { compareText } from "./compare-text.ts";
import { dataLoss } from "./data-loss.ts";
import type { StageReport, StageState } from "./stage-report.ts";

/** A command on a stage that ended before the one that its row tells of. */
export type Earlier = Pick<StageReport, "command" | "state" | "commit" | "run"> & {
  readonly counts: string;
  /** ISO 8601, UTC. */
  readonly endedAt: string;
};

/** One stage's part of a pull request's comment, as it is kept for the jobs of other stages. */
export type Row = {
  /** The last that was told of it, masked, and cut to what a comment can show. */
  readonly report: StageReport;
  /** How many of its changes were cut. */
  readonly leftOut: number;
  /** What was only looked at since, while the stage lives on as `report` says; the next command that may change it takes it away. */
  readonly preview: Brief | null;
  /** The newest first. */
  readonly earlier: readonly Earlier[];
};

type Brief = ReturnType<typeof briefReport>;

/** All that a pull request's comment is drawn from, and which comment that is; null where none was written yet. */
export type Rows = {
  readonly comment: CommentAddress | null;
  /** Comments that `comment` took the place of and that are still there: written with tokens whose comments others may not edit. */
  readonly outdated: readonly CommentAddress[];
  readonly rows: readonly Row[];
};

export type CommentAddress = { readonly id: number; readonly url: string };

export const noRows: Rows = { comment: null, outdated: [], rows: [] };

const MOST_EARLIER = 5;

/** The rows with a (masked) report in its project's and stage's place; a preview of a stage that lives goes beside what is told of that. */
export function withReport({ rows, ...others }: Rows, report: StageReport): Rows {
  const isOwn = (row: Row) => isSameRow(row.report, report);
  const before = rows.find(isOwn) ?? null;
  const brief = briefReport(report);
  const own: Row =
    before !== null && isLook(report) && lives(before.report)
      ? { ...before, preview: brief }
      : { ...brief, preview: null, earlier: before === null ? [] : earlierOf(before, report) };
  const all = [...rows.filter((row) => !isOwn(row)), own];
  const name = ({ report: { app, stage, path } }: Row) => `${app} ${stage} ${path ?? "."}`;
  return { ...others, rows: all.sort((one, other) => compareText(name(one), name(other))) };
}

/** The row with all of a report in the place of what was cut from it; unchanged where it holds nothing of that run any more. */
export function withWhole(row: Row, report: StageReport): Row {
  const whole = { report, leftOut: 0 };
  if (row.preview !== null && isLook(report)) {
    return isSameRun(row.preview.report, report) ? { ...row, preview: whole } : row;
  }
  return isLook(report) && !isSameRun(row.report, report) ? row : { ...row, ...whole };
}

/** Whether rows hold what a report says: another job may have written over it. */
export function holdsReport({ rows }: Rows, report: StageReport): boolean {
  const row = rows.find((one) => isSameRow(one.report, report));
  return [row?.report, row?.preview?.report].some(
    (one) => one !== undefined && isSameRun(one, report) && one.state === report.state,
  );
}

function isSameRun(one: StageReport, other: StageReport): boolean {
  return one.command === other.command && one.startedAt === other.startedAt;
}

/** Whether a command could not change the stage, however it ended. */
function isLook({ command, dryRun }: StageReport): boolean {
  return command === "diff" || dryRun;
}

/** Whether a report tells of a stage that there may still be. */
function lives(report: StageReport): boolean {
  return !isLook(report) && !nothingThere.has(report.state);
}

const nothingThere = new Set<StageState>(["removed", "skipped", "superseded"]);

/** Whether two reports are of one row: another folder's project of the same name is another project. */
export function isSameRow(one: RowKey, other: RowKey): boolean {
  return one.app === other.app && one.stage === other.stage && (one.path ?? ".") === (other.path ?? ".");
}

type RowKey = Pick<StageReport, "app" | "stage" | "path">;

/** Whether nothing is left that the rows tell of: then nobody needs them. */
export function areGone({ rows }: Rows): boolean {
  return rows.every(({ report }) => report.state === "removed");
}

/** What came before `report`: the row's own report too, where that is of another run, has ended, and was no preview. */
function earlierOf({ report: last, earlier }: Row, report: StageReport): readonly Earlier[] {
  const isOther = last.startedAt !== report.startedAt && !isLook(last) && worthKeeping.has(last.state);
  if (last.endedAt === null || !isOther) {
    return earlier;
  }
  const { command, state, commit, run, endedAt, changeSet } = last;
  const loss = dataLoss({ changeSet });
  const counts = [
    changeSet === null ? "" : countsText(changeSet),
    ...(loss === null ? [] : [`data ${loss.words}`]),
  ].join(", ");
  return [{ command, state, commit, run, endedAt, counts }, ...earlier].slice(0, MOST_EARLIER);
}

/** What was skipped or waited for changed nothing. */
const worthKeeping = new Set<StageState>(["deployed", "removed", "unchanged", "refreshed", "cancelled", "failed"]);
