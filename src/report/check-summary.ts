import { inJobSummary } from "./comment.ts";
import type { StageReport } from "./stage-report.ts";
import { renderStage } from "./summary.ts";

/**
 * GitHub refuses a longer summary of a check run. Its documentation counts characters, its refusal bytes
 * (https://github.com/github/docs/issues/35252), which are never fewer.
 */
export const CHECK_SUMMARY_LIMIT = 65_535;

/** The page of a check run: what the job summary tells of the stage, in `CHECK_SUMMARY_LIMIT` bytes. The report must be masked already. */
export function renderCheckSummary(report: StageReport): string {
  return renderStage(report, { size: CHECK_SUMMARY_LIMIT, elsewhere: inJobSummary(report) });
}
