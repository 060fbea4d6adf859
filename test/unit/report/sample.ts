import type {
  Change,
  ChangeOp,
  ChangeSet,
  Diagnostic,
  PolicyFindings,
  PolicyViolation,
  PropertyDiff,
} from "../../../src/engine/change.ts";
import { noCounts } from "../../../src/engine/change.ts";
import { createDataTest } from "../../../src/engine/data-types.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";

const holdsData = createDataTest([]);

export const stack = "urn:pulumi:pr-12::shop::pulumi:pulumi:Stack::shop-pr-12";

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:pr-12::shop::${type}::${name}`;
}

export function sampleChange(over: Partial<Change> = {}): Change {
  const type = over.type ?? "aws:sqs/queue:Queue";
  const name = over.name ?? "queue";
  return {
    op: "create",
    type,
    name,
    urn: urnOf(type, name),
    parent: stack,
    status: "done",
    properties: [],
    replaceKeys: [],
    protect: false,
    holdsData: holdsData(type),
    seconds: 1,
    ...over,
  };
}

export function sampleProperty(over: Partial<PropertyDiff> = {}): PropertyDiff {
  return { path: "size", kind: "update", old: 1, new: 2, forcesReplace: false, ...over };
}

export function sampleDiagnostic(over: Partial<Diagnostic> = {}): Diagnostic {
  return { severity: "warning", message: "something is odd", urn: null, resource: null, source: null, ...over };
}

export function sampleViolation(over: Partial<PolicyViolation> = {}): PolicyViolation {
  return {
    pack: "acme-rules",
    policy: "no-public-buckets",
    enforcement: "mandatory",
    message: "Buckets are not public.\nThe bucket is public.",
    urn: urnOf("aws:s3/bucket:Bucket", "pages"),
    resource: "pages",
    ...over,
  };
}

export function sampleFindings(violations: readonly PolicyViolation[] = []): PolicyFindings {
  const counts = { mandatory: 0, remediate: 0, advisory: 0 };
  for (const { enforcement } of violations) {
    counts[enforcement] += 1;
  }
  return { counts, violations };
}

export function sampleChangeSet(over: Partial<ChangeSet> = {}): ChangeSet {
  const changes = over.changes ?? [];
  return {
    preview: false,
    changes,
    counts: countsOf(changes),
    diagnostics: [],
    policies: sampleFindings(),
    outputs: {},
    seconds: 3,
    ...over,
  };
}

function countsOf(changes: readonly Change[]): Record<ChangeOp, number> {
  const counts = noCounts();
  for (const change of changes) {
    counts[change.op] += 1;
  }
  return counts;
}

export function sampleReport(over: Partial<StageReport> = {}): StageReport {
  return {
    app: "shop",
    path: ".",
    stage: "pr-12",
    command: "deploy",
    dryRun: false,
    state: "deployed",
    reason: null,
    failure: null,
    changeSet: sampleChangeSet(),
    url: null,
    pending: [],
    pullRequest: 12,
    branch: null,
    commit: "abc1234def5678abc1234def5678abc1234def56",
    mergedInto: "main",
    repositoryUrl: "https://github.com/acme/shop",
    actor: "octocat",
    run: { url: "https://github.com/acme/shop/actions/runs/99", attempt: 1 },
    startedAt: "2026-11-25T02:00:00.000Z",
    endedAt: "2026-11-25T02:01:12.000Z",
    ...over,
  };
}
