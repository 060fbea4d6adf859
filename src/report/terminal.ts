import type { Change, Diagnostic, PolicyFindings } from "../engine/change.ts";
import { changeSign, changeStory, markedName, shownName, shownType } from "./change-line.ts";
import { mostDestructiveFirst } from "./change-order.ts";
import { countsText } from "./change-words.ts";
import { cutMiddle } from "./cut.ts";
import { causes, messageLines, sourceText, uniqueDiagnostics } from "./diagnostics.ts";
import { dataLoss } from "./data-loss.ts";
import { durationText } from "./duration.ts";
import { numbered } from "./numbered.ts";
import { bindingFirst, countViolations, violationLines } from "./policies.ts";
import type { StageReport } from "./stage-report.ts";
import { stateWords } from "./state-words.ts";
import { oneLine, visible } from "./visible.ts";

const MOST_CHANGES = 200;
const MOST_VIOLATIONS = 20;
const MOST_LOST = 10;

/** The report as plain text for a log or terminal: no colours, no control characters, one line a resource. It must be masked already. */
export function renderTerminal(report: StageReport): string {
  const { changeSet, failure } = report;
  return [
    `${oneLine(report.app)} · ${oneLine(report.stage)}: ${stateWords(report).words}${took(report)}`,
    ...(report.reason === null ? [] : [`  ${oneLine(report.reason)}`]),
    ...lossLines(report),
    ...(report.url === null ? [] : [`  ${oneLine(report.url)}`]),
    ...(changeSet === null ? [] : changeLines(changeSet.changes, changeSet.preview)),
    ...(changeSet === null ? [] : [`  ${countsText(changeSet)}`].filter((line) => line.trim() !== "")),
    ...(changeSet === null ? [] : policyLines(changeSet.policies)),
    ...(failure === null ? [] : failureLines(report, failure)),
  ].join("\n");
}

/** Whose data is lost, first of all. */
function lossLines(report: StageReport): readonly string[] {
  const loss = dataLoss(report);
  if (loss === null) {
    return [];
  }
  const names = loss.changes.slice(0, MOST_LOST).map(({ name, type }) => `${shownName(name)} (${shownType(type)})`);
  const left = loss.changes.length - names.length;
  const verb = loss.words === "lost" ? "was lost" : loss.words;
  return [`  Data ${verb}: ${[...names, ...(left > 0 ? [numbered(left, "more")] : [])].join(", ")}`];
}

function took({ startedAt, endedAt }: StageReport): string {
  const seconds = endedAt === null ? Number.NaN : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return Number.isNaN(seconds) ? "" : ` in ${durationText(seconds)}`;
}

function changeLines(changes: readonly Change[], preview: boolean): readonly string[] {
  const lines = mostDestructiveFirst(changes)
    .slice(0, MOST_CHANGES)
    .map((change) => {
      const resource = `${markedName(change)}  ${shownType(change.type)}`;
      return `  ${changeSign(change, preview)} ${resource}  ${changeStory(change, preview)}`;
    });
  const left = changes.length - lines.length;
  return left > 0 ? [...lines, `  … ${numbered(left, "more resource")}`] : lines;
}

function policyLines(findings: PolicyFindings): readonly string[] {
  const told = bindingFirst(findings.violations).slice(0, MOST_VIOLATIONS);
  const left = countViolations(findings) - told.length;
  const lines = told.flatMap(violationLines).map((line) => `  ${line}`);
  return left > 0 ? [...lines, `  … ${numbered(left, "more policy violation")}`] : lines;
}

function failureLines(report: StageReport, failure: NonNullable<StageReport["failure"]>): readonly string[] {
  const errors = causes(uniqueDiagnostics(report.changeSet?.diagnostics ?? []));
  return [
    ...(errors.length === 0 || failure.code === "state-unstored" ? visible(failure.message).split("\n") : []),
    ...errors.flatMap(errorLines),
    `What to do: ${oneLine(failure.next)}`,
  ].map((line) => `  ${line}`);
}

function errorLines(error: Diagnostic): readonly string[] {
  const subject = error.resource === null ? "" : `${shownName(error.resource)}: `;
  const at = error.source === null ? "" : ` (${oneLine(cutMiddle(sourceText(error.source), 200))})`;
  const [first = "", ...others] = messageLines(error.message, 25);
  return [`error: ${subject}${first}${at}`, ...others.map((line) => `  ${line}`)];
}
