import type { CommitStatus } from "../github/github.ts";
import { countsText } from "../report/change-words.ts";
import type { StageReport } from "../report/stage-report.ts";
import { stateWords } from "../report/state-words.ts";
import { oneLine } from "../report/visible.ts";

// What GitHub is told of a command beside the comment. The reports must be masked already.

/** Tells a stage's deployments from those of others in the same environment. */
export function taskOf({ app, stage }: Pick<StageReport, "app" | "stage">): string {
  return `stagewright/${app}/${stage}`;
}

/** How a deployment stands, in words and addresses. */
export function shown(report: StageReport): { description: string; url: string | null; log: string | null } {
  return { description: describeCommand(report), url: report.url, log: report.run?.url ?? null };
}

/** `deployed: 1 deleted · 3 created`, on one line; what failed, waits or did not happen says why. */
export function describeCommand(report: StageReport): string {
  const counts = report.changeSet === null ? "" : countsText(report.changeSet);
  const why = oneLine(report.failure?.message ?? report.reason ?? "");
  const more = why === "" ? counts : why;
  return `${stateWords(report).words}${more === "" ? "" : `: ${more}`}`;
}

/** A removed stage's are deleted instead. */
export function deploymentState({ state }: StageReport): "success" | "failure" | "error" {
  if (state === "deployed" || state === "unchanged") {
    return "success";
  }
  return state === "cancelled" ? "error" : "failure";
}

/** The status of the commit that is deployed; null where none is known. */
export function commitStatusOf(report: StageReport): CommitStatus | null {
  const { commit, state } = report;
  if (commit === null) {
    return null;
  }
  return {
    commit,
    context: taskOf(report),
    state: state === "deploying" || state === "queued" ? "pending" : deploymentState(report),
    description: describeCommand(report),
    url: report.url ?? report.run?.url ?? null,
  };
}
