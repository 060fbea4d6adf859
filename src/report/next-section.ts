import { cutMiddle } from "./cut.ts";
import { code, fold, link } from "./markdown.ts";
import type { StageReport } from "./stage-report.ts";
import { commandLine, shellWord } from "../reader/advice.ts";
import { homeKeepsHistory } from "../reader/reader.ts";

/** What a reader of the comment can do next, in a fold; nothing while something is under way, and where no pull request tells of it. */
export function nextSection(report: StageReport): readonly string[] {
  const { pullRequest, command, state, run } = report;
  const isAtRest = ["deployed", "unchanged", "failed", "cancelled", "removed"].includes(state);
  if (pullRequest === null || !isAtRest || (command !== "deploy" && command !== "remove")) {
    return [];
  }
  const again = run === null ? "run the job again" : link("run the job again", run.url);
  const key = { app: cutMiddle(report.app, 100), stage: cutMiddle(report.stage, 100) };
  const actions =
    state === "removed"
      ? ["To deploy it again: reopen the pull request."]
      : [
          command === "deploy" ? `To deploy again: push a commit, or ${again}.` : `To try the removal again: ${again}.`,
          ...(command === "deploy" ? ["To remove it: close the pull request."] : []),
          historyAdvice(key),
        ];
  return [fold("What next", actions.map((action) => `- ${action}`).join("\n"))];
}

/** How to see what was done. A backend of Pulumi's own keeps a history of its own, and rolls nothing back by itself. */
function historyAdvice(key: { readonly app: string; readonly stage: string }): string {
  return homeKeepsHistory()
    ? `To see the history or roll back: ${code(commandLine("state history", key))}, then ${code(commandLine("state restore SNAPSHOT", key))}.`
    : `To see the history: ${code(`pulumi stack history --stack ${shellWord(key.stage)}`)}, in the project's folder.`;
}
