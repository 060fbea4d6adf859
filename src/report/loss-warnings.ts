import type { Change } from "../engine/change.ts";
import { dataLoss, lossOnMerge } from "./data-loss.ts";
import type { StageReport } from "./stage-report.ts";

/** Names at most so many resources; the comment and the summary list them all. */
const mostNamed = 5;

/** One line for each loss of data in a report, for the list of a run's annotations: in the stage itself, and by merging. */
export function lossWarnings(report: StageReport): readonly string[] {
  const loss = dataLoss(report);
  const merging = lossOnMerge(report);
  return [
    ...(loss === null ? [] : [`${report.app} · ${report.stage}: data ${loss.words}: ${named(loss.changes)}.`]),
    ...(report.impact == null || merging.length === 0
      ? []
      : [`${report.app} · ${report.impact.stage}: merging would lose data: ${named(merging)}.`]),
  ];
}

function named(changes: readonly Change[]): string {
  const names = changes.slice(0, mostNamed).map(({ name, type }) => `${name} (${type})`);
  const left = changes.length - names.length;
  return [...names, ...(left === 0 ? [] : [`${left} more`])].join(", ");
}
