import type { Change, ChangeSet, Diagnostic, PolicyFindings, PropertyDiff } from "../engine/change.ts";
import { bounded, shownFailure } from "./bounded.ts";
import { maskJson } from "./mask-json.ts";
import type { StageImpact, StageReport } from "./stage-report.ts";

type Hide = (text: string) => string;

/**
 * The report with every text that came from others gone through `hide`: names, values, keys, messages, addresses. Words of our own
 * (states, codes, times) stay. Each field is written out, so that a new one cannot be forgotten.
 */
export function maskReport(report: StageReport, hide: Hide): StageReport {
  const { failure, run } = report;
  const hideIf = orNull(hide);
  return {
    app: hide(report.app),
    path: hideIf(report.path),
    stage: hide(report.stage),
    command: report.command,
    dryRun: report.dryRun,
    state: report.state,
    reason: report.reason === null ? null : bounded(hide(report.reason)),
    failure: failure === null ? null : shownFailure(failure, hide),
    changeSet: report.changeSet === null ? null : maskChangeSet(report.changeSet, hide),
    url: hideIf(report.url),
    lastUrl: hideIf(report.lastUrl ?? null),
    impact: maskImpact(report.impact ?? null, hide),
    pending: report.pending.map(({ urn, type }) => ({ urn: hide(urn), type: hide(type) })),
    pullRequest: report.pullRequest,
    branch: hideIf(report.branch),
    commit: hideIf(report.commit),
    mergedInto: hideIf(report.mergedInto),
    repositoryUrl: hideIf(report.repositoryUrl),
    actor: hide(report.actor),
    run: run === null ? null : { url: hide(run.url), attempt: run.attempt },
    startedAt: report.startedAt,
    endedAt: report.endedAt,
  };
}

function maskImpact(impact: StageImpact | null, hide: Hide): StageImpact | null {
  return impact === null
    ? null
    : {
        stage: hide(impact.stage),
        basis: impact.basis,
        changeSet: impact.changeSet === null ? null : maskChangeSet(impact.changeSet, hide),
        reason: orNull(hide)(impact.reason),
      };
}

function maskChangeSet(changeSet: ChangeSet, hide: Hide): ChangeSet {
  return {
    preview: changeSet.preview,
    changes: changeSet.changes.map((change) => maskChange(change, hide)),
    counts: changeSet.counts,
    diagnostics: changeSet.diagnostics.map((diagnostic) => maskDiagnostic(diagnostic, hide)),
    policies: maskPolicies(changeSet.policies, hide),
    outputs: Object.fromEntries(
      Object.entries(changeSet.outputs).map(([name, { value, secret }]) => [
        hide(name),
        { value: maskJson(value, hide), secret },
      ]),
    ),
    seconds: changeSet.seconds,
  };
}

function maskChange(change: Change, hide: Hide): Change {
  return {
    op: change.op,
    type: hide(change.type),
    name: hide(change.name),
    urn: hide(change.urn),
    parent: orNull(hide)(change.parent),
    status: change.status,
    properties: change.properties.map((property) => maskProperty(property, hide)),
    replaceKeys: change.replaceKeys.map(hide),
    protect: change.protect,
    holdsData: change.holdsData,
    ...(change.retained === undefined ? {} : { retained: { id: hide(change.retained.id) } }),
    seconds: change.seconds,
  };
}

function maskProperty(property: PropertyDiff, hide: Hide): PropertyDiff {
  return {
    path: hide(property.path),
    kind: property.kind,
    ...("old" in property ? { old: maskJson(property.old, hide) } : {}),
    ...("new" in property ? { new: maskJson(property.new, hide) } : {}),
    forcesReplace: property.forcesReplace,
  };
}

function maskDiagnostic(diagnostic: Diagnostic, hide: Hide): Diagnostic {
  const { source } = diagnostic;
  return {
    severity: diagnostic.severity,
    message: hide(diagnostic.message),
    urn: orNull(hide)(diagnostic.urn),
    resource: orNull(hide)(diagnostic.resource),
    source: source === null ? null : { file: hide(source.file), line: source.line, column: source.column },
  };
}

function maskPolicies({ counts, violations }: PolicyFindings, hide: Hide): PolicyFindings {
  return {
    counts,
    violations: violations.map((violation) => ({
      pack: hide(violation.pack),
      policy: hide(violation.policy),
      enforcement: violation.enforcement,
      message: hide(violation.message),
      urn: orNull(hide)(violation.urn),
      resource: orNull(hide)(violation.resource),
    })),
  };
}

function orNull(hide: Hide): (text: string | null) => string | null {
  return (text) => (text === null ? null : hide(text));
}
