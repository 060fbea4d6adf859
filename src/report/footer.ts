import { cutMiddle } from "./cut.ts";
import { durationText } from "./duration.ts";
import { code, escapeText, link } from "./markdown.ts";
import type { StageReport } from "./stage-report.ts";

/** One small line: which commit, which run, by whom, how long and when. */
export function footer(report: StageReport): string {
  const { run, endedAt, startedAt } = report;
  const seconds = endedAt === null ? null : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const parts = [
    commitText(report),
    run === null ? "" : link("run", run.url) + (run.attempt > 1 ? ` (attempt ${run.attempt})` : ""),
    `by ${escapeText(cutMiddle(report.actor, 60))}`,
    seconds === null || Number.isNaN(seconds) ? "" : durationText(seconds),
    timeText(endedAt ?? startedAt),
  ];
  return `<sub>${parts.filter((part) => part !== "").join(" · ")}</sub>`;
}

/** The head commit; on a pull request it was merged into the base branch, and that is what was deployed. */
function commitText(report: StageReport): string {
  const { commit, mergedInto, branch, repositoryUrl } = report;
  if (commit === null) {
    return "";
  }
  const short = code(commit.slice(0, 7));
  const isLinked = repositoryUrl !== null && /^[0-9a-f]+$/i.test(commit);
  const linked = isLinked ? link(short, `${repositoryUrl}/commit/${commit}`) : short;
  const from = branch === null ? "" : ` of ${code(cutMiddle(branch, 100))}`;
  return mergedInto === null
    ? `commit ${linked}${from}`
    : `head ${linked} merged into ${code(cutMiddle(mergedInto, 100))}`;
}

/** `2026-11-25 02:03 UTC`; what is no time stays as it is. */
export function timeText(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime())
    ? escapeText(cutMiddle(iso, 40))
    : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
