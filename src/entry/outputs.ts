import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as core from "@actions/core";

import { isEngineFailure } from "../commands/report-of.ts";
import type { Outcome } from "../commands/run.ts";
import type { Change, ChangeOp, StageOutput } from "../engine/change.ts";
import type { describeFailure } from "../failure.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { type Annotation, annotations } from "../report/annotations.ts";
import { bounded, shownFailure } from "../report/bounded.ts";
import { isDestructive } from "../report/change-order.ts";
import { lossWarnings } from "../report/loss-warnings.ts";
import { codeLines, fence } from "../report/markdown.ts";
import { maskJson } from "../report/mask-json.ts";
import { maskReport } from "../report/mask-report.ts";
import { outputName } from "../report/output-names.ts";
import { toReportJson } from "../report/report-json.ts";
import type { StageReport } from "../report/stage-report.ts";
import { renderFailure, renderSummary } from "../report/summary.ts";
import { renderTerminal } from "../report/terminal.ts";
import { stageUrl } from "../report/url.ts";
import { writeSummary } from "./job-summary.ts";

/** Every output of action.yml. A contract test holds the two together. */
export const outputNames = [
  "stage",
  "command",
  "result",
  "changed",
  "has-destructive",
  "created",
  "updated",
  "replaced",
  "deleted",
  "imported",
  "same",
  "outputs",
  "url",
  "comment-url",
  "report",
] as const;

type Outputs = Readonly<Record<(typeof outputNames)[number], string>>;

export type Writing = {
  readonly temporaryDirectory: string;
  /** Where the repository lies, absolute. */
  readonly workspace: string;
  readonly mask: Mask;
  readonly log: Log;
};

/** Says what came of a run: log, step outputs, job summary and report.json. All of it is masked first. */
export async function writeOutcome(outcome: Outcome, writing: Writing): Promise<void> {
  const { mask, log } = writing;
  const reports = outcome.reports.map((report) => maskReport(report, mask.hide));
  const skip = outcome.skip === null ? null : { ...outcome.skip, reason: bounded(mask.hide(outcome.skip.reason)) };
  if (skip !== null) {
    log.info(`Nothing to do: ${skip.reason}`);
  }
  const notes = annotations(reports, writing.workspace);
  for (const report of reports) {
    log.info(renderTerminal(report));
    for (const warning of lossWarnings(report)) {
      log.warning(warning);
    }
    // Once an error: at its line, where one is known.
    if (report.failure !== null && !isToldByLine(report, notes)) {
      log.error(`${report.failure.message}\n${report.failure.next}`);
    }
  }
  const file = await writeReport(toReportJson({ reports, skip, failure: null }), writing);
  writeOutputs({ ...outputsOf(reports, outcome.commentUrl), report: file });
  for (const [name, value] of Object.entries(plainOutputs(reports[0]))) {
    core.setOutput(outputName(name), value);
  }
  for (const { severity, message, file: at, line, column, title } of notes) {
    annotate(severity, { message, file: at, line, column, title });
  }
  await writeSummary(renderSummary({ reports, skip }), writing);
}

/** A stage's outputs as they were read from its state. */
export type StageOutputs = { readonly stage: string; readonly outputs: Readonly<Record<string, StageOutput>> };

/** Hands on a stage's outputs: as step outputs (secret ones are left out), in the log and in the summary. All of it is masked first. */
export async function writeStageOutputs({ stage, outputs }: StageOutputs, writing: Writing): Promise<void> {
  const { mask, log } = writing;
  const hidden = Object.fromEntries(
    Object.entries(outputs).map(([name, { value, secret }]): [string, StageOutput] => [
      mask.hide(name),
      { value: maskJson(value, mask.hide), secret },
    ]),
  );
  const plain = withoutSecrets(hidden);
  const read = { stage, command: "outputs", result: "read", outputs: JSON.stringify(plain) };
  writeOutputs({ ...outputsOf([], null), ...read, url: stageUrl(hidden) ?? "", report: "" });
  for (const [name, value] of Object.entries(plain)) {
    core.setOutput(outputName(name), value);
  }
  const lines = Object.entries(hidden).map(([name, { value }]) => `${name}: ${JSON.stringify(value)}`);
  const text = lines.length === 0 ? `Stage ${stage} has no outputs.` : lines.join("\n");
  log.info(text);
  await writeSummary(`### Outputs of ${stage}\n\n${fence("text", codeLines(text))}\n`, writing);
}

/** Says why a run came to nothing, before it was known which stage it was for. */
export async function writeFailure(failure: ReturnType<typeof describeFailure>, writing: Writing): Promise<void> {
  const { mask, log } = writing;
  const masked = shownFailure(failure, mask.hide);
  log.error(`${masked.message}\n${masked.next}`);
  const file = await writeReport(toReportJson({ reports: [], skip: null, failure: masked }), writing);
  writeOutputs({ ...outputsOf([], null), result: "failed", report: file });
  await writeSummary(renderFailure(masked), writing);
}

function outputsOf(reports: readonly StageReport[], commentUrl: string | null): Omit<Outputs, "report"> {
  const count = (op: ChangeOp) => reports.reduce((sum, report) => sum + (report.changeSet?.counts[op] ?? 0), 0);
  const [first] = reports;
  return {
    stage: reports.map((report) => report.stage).join(","),
    command: first?.command ?? "",
    result: resultOf(reports),
    changed: String(reports.some((report) => didAny(report, () => true))),
    "has-destructive": String(reports.some((report) => didAny(report, isDestructive))),
    created: String(count("create")),
    updated: String(count("update")),
    replaced: String(count("replace")),
    deleted: String(count("delete")),
    imported: String(count("import")),
    same: String(count("same")),
    outputs: JSON.stringify(plainOutputs(first)),
    url: first?.url ?? "",
    "comment-url": commentUrl ?? "",
  };
}

/** Whether such a change was made (in a preview: would be). What failed or was never begun is no change. */
function didAny({ changeSet }: StageReport, isSuch: (change: Change) => boolean): boolean {
  return (
    changeSet?.changes.some((change) => isSuch(change) && (changeSet.preview || change.status === "done")) ?? false
  );
}

/** What went wrong counts most; else the first stage's. */
function resultOf(reports: readonly StageReport[]): string {
  const states = reports.map((report) => report.state);
  return (
    states.find((state) => state === "failed") ??
    states.find((state) => state === "cancelled") ??
    states[0] ??
    "skipped"
  );
}

/** GitHub drops a whole output that holds a masked value, so secret ones are left out. */
function plainOutputs(report: StageReport | undefined): Record<string, unknown> {
  return withoutSecrets(report?.changeSet?.outputs ?? {});
}

function withoutSecrets(outputs: Readonly<Record<string, StageOutput>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputs)
      .filter(([, output]) => !output.secret)
      .map(([name, output]) => [name, output.value]),
  );
}

/** Whether the failure is what an annotation says: the engine's first error, rather than what kept us from storing the state. */
function isToldByLine(report: StageReport, notes: readonly Annotation[]): boolean {
  const { failure } = report;
  return failure !== null && isEngineFailure(failure) && notes.some(({ failureOf }) => failureOf === report);
}

/** As a workflow command at a line; what is in it is escaped by the toolkit. */
function annotate(
  severity: Annotation["severity"],
  { message, file, line, column, title }: Omit<Annotation, "severity" | "failureOf">,
): void {
  const properties = { title, file, startLine: line, ...(column === null ? {} : { startColumn: column }) };
  (severity === "error" ? core.error : core.warning)(message, properties);
}

function writeOutputs(outputs: Outputs): void {
  for (const name of outputNames) {
    core.setOutput(name, outputs[name]);
  }
}

/** Writes report.json into the runner's own folder, never into the user's tree; resolves to its path. */
async function writeReport(
  report: ReturnType<typeof toReportJson>,
  { temporaryDirectory, log }: Writing,
): Promise<string> {
  const file = join(temporaryDirectory, `stagewright-report-${process.pid}.json`);
  try {
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
    return file;
  } catch (error) {
    log.warning(`${file} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    return "";
  }
}
