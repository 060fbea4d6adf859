import type { EngineResult, StageKey } from "../engine/engine.ts";
import type { Event } from "../events/event.ts";
import type { StageTarget } from "../events/target.ts";
import { stageUrl } from "../report/url.ts";
import type { StageReport, StageState } from "../report/stage-report.ts";
import type { Request, Services } from "./services.ts";

/** A report of a command that is under way, which its end is told on top of. */
export function reportOf(of: {
  readonly services: Services;
  readonly request: Request;
  readonly target: StageTarget;
  readonly key: StageKey;
  readonly path: string;
}): StageReport {
  const { services, target, key } = of;
  const { origin } = target;
  const dryRun = target.command === "diff" || of.request.dryRun;
  return {
    app: key.app,
    path: of.path,
    stage: key.stage,
    command: target.command,
    dryRun,
    state: dryRun ? "previewing" : underWay[target.command],
    reason: null,
    failure: null,
    changeSet: null,
    url: null,
    pending: [],
    pullRequest: origin.kind === "pull_request" ? origin.number : null,
    branch: origin.kind === "branch" ? origin.branch : null,
    commit: target.commit,
    mergedInto: mergedInto(of.request.event, target),
    repositoryUrl: services.run.repositoryUrl,
    actor: services.run.actor,
    run: services.run.link,
    startedAt: services.now().toISOString(),
    endedAt: null,
  };
}

const underWay = { deploy: "deploying", remove: "removing", diff: "previewing", refresh: "refreshing" } as const;

/** On `pull_request` the checkout, and so what is deployed, is the merge of the head into its base branch. */
function mergedInto(event: Event, target: StageTarget): string | null {
  return event.kind === "pull_request" && !event.fromBase && target.command !== "remove" ? event.base.branch : null;
}

/** The report with what the engine did; `succeeded` is the state of a run that changed something. */
export function withResult(report: StageReport, result: EngineResult, succeeded: StageState): StageReport {
  const { changeSet } = result;
  const failed = result.outcome === "failed";
  return {
    ...report,
    state: result.outcome === "succeeded" ? succeeded : result.outcome,
    changeSet,
    url: stageUrl(changeSet.outputs),
    pending: result.pending,
    failure: failed ? engineFailure(report, result) : null,
  };
}

const ofPreview = "This was only a preview, and nothing was changed. Fix the cause and run it again.";
const failures = {
  deploy: {
    code: "deploy-failed",
    next: "Fix the cause and push again; the next deploy continues from the saved state.",
  },
  diff: { code: "deploy-failed", next: ofPreview },
  refresh: { code: "refresh-failed", next: "Fix the cause and refresh again; what was read so far is in the state." },
  remove: {
    code: "removal-failed",
    next: "What is left is still in the state. Fix the cause and run the removal again; it continues from there.",
  },
} as const;

/** Whether a failure is the engine's own, which its first error says as well. */
export function isEngineFailure({ code }: NonNullable<StageReport["failure"]>): boolean {
  return Object.values(failures).some((failure) => failure.code === code);
}

function engineFailure(report: StageReport, result: EngineResult): NonNullable<StageReport["failure"]> {
  const first = result.changeSet.diagnostics.find((diagnostic) => diagnostic.severity === "error");
  const what = first?.message.trim() ?? "The engine failed and gave no reason.";
  return {
    ...failures[report.command],
    ...(report.dryRun ? { next: ofPreview } : {}),
    ...(result.next === undefined ? {} : { next: `What is left is still in the state. ${result.next}` }),
    message: first?.resource === null || first === undefined ? what : `${first.resource}: ${what}`,
  };
}

/** The same report, ended. */
export function ended(services: Services, report: StageReport): StageReport {
  return { ...report, endedAt: services.now().toISOString() };
}
