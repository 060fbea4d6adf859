import { alerts } from "./alerts.ts";
import { countsLine } from "./counts-line.ts";
import { uniqueDiagnostics, withoutTold } from "./diagnostics.ts";
import { failureSection, toldErrors } from "./failure-section.ts";
import { changeSections, diagnosticsSection, propertySection } from "./folds.ts";
import { footer } from "./footer.ts";
import { heading } from "./heading.ts";
import { impactSection } from "./impact-section.ts";
import { link } from "./markdown.ts";
import { type Room, shareOut, unitsOf } from "./room.ts";
import type { StageReport } from "./stage-report.ts";

/** What GitHub takes: 65,536 code points are always safe. */
export const COMMENT_LIMIT = 65_536;

/** What the frames of the growing sections take at most: fences longer than any in them, tags, and what was left out where. */
const FRAMES = 5000;
const MOST_OPEN = 40;

/**
 * The pull request's comment on one stage, at most `COMMENT_LIMIT` code points: state and address first, then danger, then what changed,
 * with details in folds. `marker` is the hidden line by which it is found again. The report must be masked already.
 */
export function renderComment(report: StageReport, marker: string): string {
  const top = [marker, ...heading(report), failureSection(report), ...countsLine(report), ...alerts(report)];
  const bottom = footer(report);
  // Each of these is bounded by what it tells (3 errors, 10 rows a box, names cut), so there is always room left for the rest.
  const size = COMMENT_LIMIT - FRAMES - unitsOf([...top, bottom].join("\n\n"));
  const sections = [...top, ...details(report, { size, measure: unitsOf }), bottom];
  return sections.filter((section) => section !== "").join("\n\n");
}

function details(report: StageReport, room: Room): readonly string[] {
  const { changeSet, run, state } = report;
  if (changeSet === null) {
    return [];
  }
  const elsewhere = `in the ${run === null ? "job summary" : link("job summary", run.url)}`;
  // A stage that is gone as it should leaves nothing to look at.
  const mostOpen = state === "removed" ? 0 : MOST_OPEN;
  const diagnostics = withoutTold(uniqueDiagnostics(changeSet.diagnostics), toldErrors(report));
  const give = shareOut(room);
  const impact = give(0.3, (part) => impactSection(report, { room: part, elsewhere }));
  const changes = give(0.6, (part) => changeSections(changeSet, mostOpen, { room: part, elsewhere }));
  const said = give(0.4, (part) => diagnosticsSection(diagnostics, { room: part, elsewhere }));
  const properties = give(1, (part) => propertySection(changeSet, { room: part, elsewhere }));
  return [...changes, ...impact, ...properties, ...said];
}
