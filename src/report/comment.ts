import { alerts } from "./alerts.ts";
import { countsLine } from "./counts-line.ts";
import { uniqueDiagnostics, withoutTold } from "./diagnostics.ts";
import { earlierSection } from "./earlier-section.ts";
import { failureSection, toldErrors } from "./failure-section.ts";
import { changeSections, diagnosticsSection, propertySection } from "./folds.ts";
import { footer } from "./footer.ts";
import { heading } from "./heading.ts";
import { impactSection } from "./impact-section.ts";
import { link } from "./markdown.ts";
import { nextSection } from "./next-section.ts";
import { policySection } from "./policies.ts";
import { type Room, shareOut, unitsOf } from "./room.ts";
import type { Earlier, Row } from "./rows.ts";
import type { StageReport } from "./stage-report.ts";

/** What GitHub takes of a comment, in code points. */
export const COMMENT_LIMIT = 65_536;

/** What the frames of the growing sections take at most: fences longer than any in them, tags, and what was left out where. */
const FRAMES = 5000;
const MOST_OPEN = 40;

/**
 * The pull request's comment on one stage, at most `limit` code points: state and address first, then danger, then what changed,
 * with details in folds, and what was done to the stage `earlier`. `marker` is the hidden line by which it is found again. The report must be
 * masked already.
 */
export function renderComment(
  report: StageReport,
  marker: string,
  { earlier = [], limit = COMMENT_LIMIT }: { readonly earlier?: readonly Earlier[]; readonly limit?: number } = {},
): string {
  const top = [marker, ...heading(report), failureSection(report), ...countsLine(report), ...alerts(report)];
  // Each of these is bounded by what it tells (3 errors, 10 rows a box, names cut), so there is always room left for the rest.
  return joined([...top, details({ report, leftOut: 0, earlier }, limit - unitsOf(joined(top)))]);
}

/** All that is told below a stage's dangers: what changed and why, what came before, which commit and run. `size` in UTF-16 units. */
export function details(row: Row, size: number): string {
  const bottom = footer(row.report);
  const frames = Math.min(FRAMES, size / 4);
  const next = joined(nextSection(row.report));
  const room: Room = { size: Math.floor(size - frames) - unitsOf(next) - unitsOf(bottom), measure: unitsOf };
  return joined([...sections(row, room), next, bottom]);
}

function sections({ report, leftOut, earlier }: Row, room: Room): readonly string[] {
  const { changeSet, state } = report;
  const give = shareOut(room);
  const before = give(0.2, (part) => earlierSection(earlier, part));
  if (changeSet === null) {
    return before;
  }
  const elsewhere = inJobSummary(report);
  // A stage that is gone as it should leaves nothing to look at.
  const mostOpen = state === "removed" ? 0 : MOST_OPEN;
  const diagnostics = withoutTold(uniqueDiagnostics(changeSet.diagnostics), toldErrors(report));
  const impact = give(0.3, (part) => impactSection(report, { room: part, elsewhere }));
  const changes = give(0.6, (part) => changeSections(changeSet, { mostOpen, leftOut }, { room: part, elsewhere }));
  const objections = give(0.3, (part) => policySection(changeSet.policies, { room: part, elsewhere }));
  const said = give(0.4, (part) => diagnosticsSection(diagnostics, { room: part, elsewhere }));
  const properties = give(1, (part) => propertySection(changeSet, { room: part, elsewhere }));
  return [...changes, ...objections, ...impact, ...properties, ...said, ...before];
}

/** Where a report that is cut is whole: the end of a sentence, in markdown. */
export function inJobSummary({ run }: StageReport): string {
  return `in the ${run === null ? "job summary" : link("job summary", run.url)}`;
}

/** As paragraphs; what is empty is none. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
