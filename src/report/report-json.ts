import type { StageReport } from "./stage-report.ts";

type StageJson = Required<StageReport>;

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

/** One report as it is written as JSON: nothing is absent. */
export function toStageJson(report: StageReport): StageJson {
  return { ...report, lastUrl: report.lastUrl ?? null, impact: report.impact ?? null };
}
