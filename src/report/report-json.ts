import type { Change, ChangeSet } from "../engine/change.ts";
import { doesHoldData } from "./change-order.ts";
import type { StageImpact, StageReport } from "./stage-report.ts";

type ChangeJson = Change & { readonly holdsData: boolean };
type ChangeSetJson = Omit<ChangeSet, "changes"> & { readonly changes: readonly ChangeJson[] };
type StageJson = Omit<StageReport, "lastUrl" | "changeSet" | "impact"> & {
  readonly lastUrl: string | null;
  readonly impact: (Omit<StageImpact, "changeSet"> & { readonly changeSet: ChangeSetJson | null }) | null;
  readonly changeSet: ChangeSetJson | null;
};

export type ReportJson = {
  readonly version: 1;
  readonly skip: { readonly code: string; readonly reason: string } | null;
  readonly failure: StageReport["failure"];
  readonly stages: readonly StageJson[];
};

/** What a run did as `report.json` holds it, once it is written as JSON (`reportSchema`). The reports must be masked already. */
export function toReportJson(outcome: {
  readonly reports: readonly StageReport[];
  readonly skip: { readonly code: string; readonly reason: string } | null;
  /** What ended the run before it was known which stage it was for. */
  readonly failure: StageReport["failure"];
}): ReportJson {
  const { reports, skip, failure } = outcome;
  return {
    version: 1,
    skip: skip === null ? null : { code: skip.code, reason: skip.reason },
    failure,
    stages: reports.map(toStageJson),
  };
}

/** One report as it is written as JSON. */
export function toStageJson(report: StageReport): StageJson {
  return {
    ...report,
    lastUrl: report.lastUrl ?? null,
    impact: impactJson(report.impact ?? null),
    changeSet: report.changeSet === null ? null : changeSetJson(report.changeSet),
  };
}

function impactJson(impact: StageImpact | null): StageJson["impact"] {
  return impact === null
    ? null
    : { ...impact, changeSet: impact.changeSet === null ? null : changeSetJson(impact.changeSet) };
}

function changeSetJson(changeSet: ChangeSet): ChangeSetJson {
  const changes = changeSet.changes.map((change) => ({ ...change, holdsData: doesHoldData(change) }));
  return { ...changeSet, changes };
}
