import type { CheckRunState } from "../github/github.ts";
import { renderCheckSummary } from "../report/check-summary.ts";
import type { StageReport, StageState } from "../report/stage-report.ts";
import { describeCommand } from "./announcement.ts";

/** How a check run of a deploy stands; anything else has failed. */
const checkStates: Partial<Record<StageState, CheckRunState["state"]>> = {
  queued: "queued",
  deploying: "in_progress",
  deployed: "success",
  unchanged: "success",
  cancelled: "cancelled",
  skipped: "skipped",
  superseded: "skipped",
};

/** The check run of a deploy, from its waiting to its end. */
export function checkRunOf(report: StageReport): CheckRunState {
  return {
    state: checkStates[report.state] ?? "failure",
    title: describeCommand(report),
    summary: renderCheckSummary(report),
    url: report.run?.url ?? null,
  };
}
