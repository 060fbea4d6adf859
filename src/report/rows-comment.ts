import { alerts, lossAlerts } from "./alerts.ts";
import { countsText } from "./change-words.ts";
import { body, COMMENT_LIMIT, details, joined } from "./comment.ts";
import { countsLine } from "./counts-line.ts";
import { cutMiddle } from "./cut.ts";
import { failureSection } from "./failure-section.ts";
import { stageAddresses, stageName } from "./heading.ts";
import { escapeText, fold } from "./markdown.ts";
import { numbered } from "./numbered.ts";
import { rowWords } from "./preview-section.ts";
import { takeRows, unitsOf } from "./room.ts";
import type { Row } from "./rows.ts";
import type { StageReport } from "./stage-report.ts";
import { stateWords } from "./state-words.ts";

/** What each part may take at most, in UTF-16 units; the folds share the rest. */
const TABLE_SIZE = 16_000;
const ALERTS_SIZE = 7000;
/** What the tags of a fold take, besides its summary. */
const FOLD_FRAME = 100;
/** What the line on folds that found no room takes. */
const LAST_LINE = 100;
/** A fold with less room than this could not tell even its failure. */
const LEAST_FOLD = 3000;

/**
 * The comment of a pull request with several apps or stages, at most `limit` code points: what
 * loses data, a table with a row for each, their other dangers, and a fold for each. The reports must be masked already.
 */
export function renderRows(rows: readonly Row[], marker: string, limit: number = COMMENT_LIMIT): string {
  const reports = rows.map(({ report }) => report);
  const told = rows.flatMap(({ report, preview }) => [report, ...(preview === null ? [] : [preview.report])]);
  const top = joined([
    marker,
    headline(reports, told),
    ...boxesOf(told, lossAlerts),
    table(rows),
    ...boxesOf(told, alerts),
  ]);
  let left = limit - unitsOf(top) - LAST_LINE;
  const folds: string[] = [];
  for (const [index, row] of rows.entries()) {
    const drawn = stageFold(row, Math.floor(left / (rows.length - index)));
    if (unitsOf(drawn) + 2 <= left) {
      folds.push(drawn);
      left -= unitsOf(drawn) + 2;
    }
  }
  const hidden = rows.length - folds.length;
  return joined([
    top,
    ...folds,
    hidden > 0 ? `${numbered(hidden, "more stage")} ${hidden === 1 ? "is" : "are"} in the runs' job summaries.` : "",
  ]);
}

/** `❌ 3 stages: 1 deploy failed · 2 deployed`. */
function headline(reports: readonly StageReport[], told: readonly StageReport[]): string {
  const counts = new Map<string, number>();
  for (const { words } of reports.map(stateWords)) {
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const parts = [...counts].map(([words, count]) => `${count} ${words}`);
  return `### ${worstIcon(told)} ${numbered(reports.length, "stage")}: ${parts.join(" · ")}`;
}

/** What wants to be looked at first, then what is under way, then what is fine. */
function worstIcon(reports: readonly StageReport[]): string {
  const icons = reports.map((report) => stateWords(report).icon);
  return ["❌", "⚠️", "⏳"].find((icon) => icons.includes(icon)) ?? icons[0] ?? "";
}

function table(all: readonly Row[]): string {
  const rows = takeRows(all.map(tableRow), { size: TABLE_SIZE, measure: unitsOf });
  const left = all.length - rows.length;
  const head = ["| | App | Stage | Changes | Address |", "| --- | --- | --- | --- | --- |"];
  const more = left > 0 ? `\n\n${numbered(left, "more stage")} ${left === 1 ? "is" : "are"} below.` : "";
  return `${[...head, ...rows].join("\n")}${more}`;
}

function tableRow(row: Row): string {
  const { report } = row;
  const cells = [
    rowWords(row),
    escapeText(cutMiddle(report.app, 100)),
    escapeText(cutMiddle(report.stage, 100)),
    report.changeSet === null ? "" : countsText(report.changeSet),
    // A pipe, even in an address, ends the cell.
    (stageAddresses(report)[0] ?? "").replaceAll("|", "%7C"),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Boxes of all stages, each below its stage's name. */
function boxesOf(reports: readonly StageReport[], draw: (report: StageReport) => readonly string[]): readonly string[] {
  const boxes = reports.flatMap((report) => draw(report).map((box) => `**${stageName(report)}**\n\n${box}`));
  const told = takeRows(boxes, { size: ALERTS_SIZE, measure: unitsOf });
  const left = boxes.length - told.length;
  return [
    ...told,
    ...(left > 0 ? [`${numbered(left, "more warning")} ${left === 1 ? "is" : "are"} in the folds below.`] : []),
  ];
}

function stageFold(row: Row, size: number): string {
  const { report } = row;
  const [icon = "", ...words] = rowWords(row).split(" ");
  const summary = `${icon} ${stageName(report)}: ${words.join(" ")}`;
  const top = joined([...stageAddresses(report), failureSection(report), ...countsLine(report)]);
  const room = size - unitsOf(summary) - FOLD_FRAME;
  if (room < LEAST_FOLD + unitsOf(top)) {
    return fold(summary, details({ ...row, report: { ...report, changeSet: null, impact: null }, earlier: [] }, room));
  }
  return fold(summary, joined([top, body(row, room - unitsOf(top) - 2)]));
}
