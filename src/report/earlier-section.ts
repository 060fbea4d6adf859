import { cutMiddle } from "./cut.ts";
import { timeText } from "./footer.ts";
import { code, escapeText, fold, link } from "./markdown.ts";
import { type Room, takeRows } from "./room.ts";
import type { Earlier } from "./rows.ts";
import { stateWords } from "./state-words.ts";

/** What was done to the stage before, the newest first, in a fold; nothing where nothing was, or there is no room for it. */
export function earlierSection(earlier: readonly Earlier[], room: Room): readonly string[] {
  const rows = takeRows(earlier.map(earlierRow), room);
  return rows.length === 0
    ? []
    : [fold("Earlier runs", ["| | Commit | Changes | When |", "| --- | --- | --- | --- |", ...rows].join("\n"))];
}

function earlierRow(earlier: Earlier): string {
  const { icon, words } = stateWords(earlier);
  const { commit, run, counts, endedAt } = earlier;
  const what = `${icon} ${words}`;
  const cells = [
    run === null ? what : link(what, run.url),
    commit === null ? "" : code(commit.slice(0, 7)),
    escapeText(cutMiddle(counts, 200)),
    timeText(endedAt),
  ];
  return `| ${cells.join(" | ")} |`;
}
