import type { Log } from "../log.ts";
import type { StageReport } from "../report/stage-report.ts";
import { renderSummary } from "../report/summary.ts";
import { renderTerminal } from "../report/terminal.ts";
import { writeSummary } from "./job-summary.ts";

/** Says in log and summary what a later step made of a run whose own words are out already, or never came. The report must be masked already. */
export async function writeLate(report: StageReport, log: Log): Promise<void> {
  const { failure } = report;
  log.info(renderTerminal(report));
  if (failure !== null) {
    log[failure.code === "state-unstored" ? "error" : "warning"](`${failure.message}\n${failure.next}`);
  }
  await writeSummary(renderSummary({ reports: [report], skip: null }), { log });
}
