import { timeText } from "./footer.ts";
import { link } from "./markdown.ts";
import type { CommentAddress } from "./rows.ts";
import type { StageReport } from "./stage-report.ts";

/** Of more outdated comments than this only the first are named. */
const MOST_NAMED = 3;

/** What is said below a comment that shows one run alone, because nobody could read what others reported. */
export const unreadNote = note(
  "**This comment shows one run only.** What other runs reported on this pull request could not be read from the home. The next run that can read it shows it again.",
);

/** What a comment says of others that are out of date and that the report's run may not change; nothing where there are none. */
export function outdatedNotes(
  outdated: readonly CommentAddress[],
  { endedAt, startedAt }: Pick<StageReport, "endedAt" | "startedAt">,
): readonly string[] {
  if (outdated.length === 0) {
    return [];
  }
  const links = outdated.slice(0, MOST_NAMED).map(({ url }) => link("another comment", url));
  const time = timeText(endedAt ?? startedAt);
  return [
    note(
      `**As of ${time}, this comment replaces ${links.join(" and ")}**, which another token wrote and this run may not edit. What is said there is out of date.`,
    ),
  ];
}

function note(text: string): string {
  return `> [!NOTE]\n> ${text}`;
}
