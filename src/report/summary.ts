import { alerts } from "./alerts.ts";
import { joined } from "./comment.ts";
import { componentGraph } from "./component-graph.ts";
import { countsLine } from "./counts-line.ts";
import { cutEnd } from "./cut.ts";
import { messageLines, uniqueDiagnostics, withoutTold } from "./diagnostics.ts";
import { failureSection, toldErrors } from "./failure-section.ts";
import { diagnosticsSection, propertySection, type Space } from "./folds.ts";
import { footer } from "./footer.ts";
import { heading } from "./heading.ts";
import { impactSection } from "./impact-section.ts";
import { escapeText, fence } from "./markdown.ts";
import { numbered } from "./numbered.ts";
import { outputsTable } from "./outputs-table.ts";
import { policySection } from "./policies.ts";
import { resourceTable } from "./resource-table.ts";
import { bytesOf, shareOut } from "./room.ts";
import type { StageReport } from "./stage-report.ts";
import { wrapTextLine } from "./wrap-line.ts";

/** The runner takes no larger summary of a step: it would upload nothing at all. */
export const SUMMARY_LIMIT = 1_048_576;

/** What the last line and the frames of one stage's growing sections take at most. */
const LAST_LINE = 200;
const FRAMES = 10_000;
/** What a page that is full says of the rest. */
const ELSEWHERE = "in `report.json`";

/** The job summary of a run: every stage in full as far as `SUMMARY_LIMIT` bytes allow. The reports must be masked already. */
export function renderSummary(outcome: {
  readonly reports: readonly StageReport[];
  /** Why there was nothing to do for any stage. */
  readonly skip: { readonly reason: string } | null;
}): string {
  const { reports, skip } = outcome;
  if (skip !== null) {
    return `### ⏭️ Nothing to do\n\n${escapeText(cutEnd(skip.reason, 2000))}\n`;
  }
  const stages: string[] = [];
  let left = SUMMARY_LIMIT - LAST_LINE;
  for (const [index, report] of reports.entries()) {
    // What one stage leaves over, those after it may take.
    const size = Math.floor(left / (reports.length - index));
    const stage = renderStage(report, { size, elsewhere: ELSEWHERE });
    left -= bytesOf(stage) + 2;
    if (left < 0) {
      break;
    }
    stages.push(stage);
  }
  const missing = reports.length - stages.length;
  return [...stages, ...(missing > 0 ? [`${numbered(missing, "more stage")}: ${ELSEWHERE}.`] : []), ""].join("\n\n");
}

/** The job summary of a run that ended before it was known which stage it was for. The failure must be masked already. */
export function renderFailure(failure: NonNullable<StageReport["failure"]>): string {
  const message = fence("text", messageLines(failure.message, 25).flatMap(wrapTextLine));
  return `### ❌ Failed\n\n${message}\n\n**What to do:** ${escapeText(cutEnd(failure.next, 2000))}\n`;
}

/**
 * One stage in full as far as `size` bytes allow; what is left out is said to be `elsewhere`. What does not grow is told in any case, and
 * fits where there is room for 65,535. The report must be masked already.
 */
export function renderStage(
  report: StageReport,
  { size, elsewhere }: { readonly size: number; readonly elsewhere: string },
): string {
  const top = [...heading(report), failureSection(report), ...countsLine(report), ...alerts(report)];
  const bottom = footer(report);
  const left = Math.max(0, size - FRAMES - bytesOf([...top, bottom].join("\n\n")));
  const space = { room: { size: left, measure: bytesOf }, elsewhere };
  return joined([...top, ...details(report, space), bottom]);
}

function details(report: StageReport, { room, elsewhere }: Space): readonly string[] {
  const { changeSet } = report;
  if (changeSet === null) {
    return [];
  }
  const diagnostics = withoutTold(uniqueDiagnostics(changeSet.diagnostics), toldErrors(report));
  const outputs = report.command === "remove" ? {} : changeSet.outputs;
  const give = shareOut(room);
  const impact = give(0.2, (part) => impactSection(report, { room: part, elsewhere }));
  const graph = give(0.1, (part) => componentGraph(changeSet, report.stage, part));
  const outcome = give(0.2, (part) => outputsTable(outputs, { room: part, elsewhere }));
  const objections = give(0.2, (part) => policySection(changeSet.policies, { room: part, elsewhere }));
  const said = give(0.2, (part) => diagnosticsSection(diagnostics, { room: part, elsewhere }));
  const properties = give(0.4, (part) => propertySection(changeSet, { room: part, elsewhere }));
  const resources = give(1, (part) => resourceTable(changeSet, { room: part, elsewhere }));
  return [...resources, ...objections, ...impact, ...outcome, ...graph, ...properties, ...said];
}
