import { alerts } from "./alerts.ts";
import { countsLine } from "./counts-line.ts";
import { uniqueDiagnostics, withoutTold } from "./diagnostics.ts";
import { earlierSection } from "./earlier-section.ts";
import { failureSection, toldErrors } from "./failure-section.ts";
import { changeSections, diagnosticsSection, propertySection } from "./folds.ts";
import { footer } from "./footer.ts";
import { heading } from "./heading.ts";
import { impactSection } from "./impact-section.ts";
import { fold, link } from "./markdown.ts";
import { nextSection } from "./next-section.ts";
import { policySection } from "./policies.ts";
import { previewTop } from "./preview-section.ts";
import { type Room, shareOut, unitsOf } from "./room.ts";
import type { Row } from "./rows.ts";
import type { StageReport } from "./stage-report.ts";

/** What GitHub takes of a comment, in code points. */
export const COMMENT_LIMIT = 65_536;

/** What the frames of the growing sections take at most: fences longer than any in them, tags, and what was left out where. */
const FRAMES = 5000;
const MOST_OPEN = 40;

/**
 * The pull request's comment on one stage, at most `limit` code points: state and address first, then danger, then what changed,
 * with details in folds, a `preview` of what would change now, and what was done to the stage `earlier`. `marker` is the hidden line by which it is found again. The report must be
 * masked already.
 */
export function renderComment(
  report: StageReport,
  marker: string,
  of: Partial<Omit<Row, "report">> & { readonly limit?: number } = {},
): string {
  const { leftOut = 0, preview = null, earlier = [], limit = COMMENT_LIMIT } = of;
  const top = [marker, ...heading(report, preview), failureSection(report), ...countsLine(report), ...alerts(report)];
  // Each of these is bounded by what it tells (3 errors, 10 rows a box, names cut), so there is always room left for the rest.
  return joined([...top, body({ report, leftOut, preview, earlier }, limit - unitsOf(joined(top)) - 2)]);
}

/** What stands below a stage's own dangers: a preview first, where there is one, and then the details of the last command in a fold. */
export function body(row: Row, size: number): string {
  const { preview } = row;
  if (preview === null) {
    return details(row, size);
  }
  const top = joined([...previewTop(preview.report)]);
  const left = size - unitsOf(top) - FOLDED.length - 100;
  const shown = details({ ...preview, preview: null, earlier: [] }, Math.floor(left * 0.6));
  return joined([top, shown, fold(FOLDED, details(row, left - unitsOf(shown)))]);
}

const FOLDED = "The stage's last deploy, removal or refresh in full";

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
