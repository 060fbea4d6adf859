import type { EngineResult, StageKey } from "../engine/engine.ts";
import { type PulumiProject, requireProject } from "../engine/pulumi/project.ts";
import { readConfig } from "../engine/pulumi/stack-config.ts";
import { guardAgainstWorld } from "../events/guard.ts";
import type { StageTarget } from "../events/target.ts";
import type { StageReport, StageState } from "../report/stage-report.ts";
import { claimStage, recordStatus } from "./claim.ts";
import { holdLock } from "./hold-lock.ts";
import { lookAtWorld } from "./look.ts";
import { requireHead } from "./require-head.ts";
import { ended, reportOf, withResult } from "./report-of.ts";
import type { ActedRequest, Services } from "./services.ts";
import type { Teller } from "./tell.ts";

/** Deploys the stage of an event, or previews that (`diff`). Throws `Failure` when it cannot be begun; a program's failure is in the report. */
export async function deployStage(order: {
  readonly request: ActedRequest;
  readonly services: Services;
  readonly target: StageTarget;
  readonly teller: Teller;
}): Promise<StageReport> {
  const { request, services, teller } = order;
  const project = await requireProject(request.directory);
  const key: StageKey = { app: project.name, stage: order.target.stage };
  const isDeploy = order.target.command === "deploy";

  await using lock = isDeploy ? await holdLock(services, request, { key, command: "deploy" }) : null;
  const guarded = guardAgainstWorld(
    order.target,
    request.event,
    await lookAtWorld(services, order.target, request.event),
  );
  const target = guarded.go ? guarded.target : order.target;
  const report = reportOf({ services, request, target, key, path: request.path });
  if (!guarded.go) {
    return ended(services, { ...report, state: guarded.state, reason: guarded.reason });
  }
  await requireHead(request, target);
  const record = await claimStage({ services, request, target, key });
  if (isDeploy) {
    await recordStatus(services, record, { status: "deploying" });
  }
  teller.begin(report);
  const result = await runEngine({ ...order, target, project, key, lost: lock?.lost ?? null }).catch(
    async (error: unknown) => {
      await (isDeploy && recordStatus(services, record, { status: "deploy failed" }));
      throw error;
    },
  );
  if (isDeploy) {
    const succeeded = result.outcome === "succeeded";
    await recordStatus(
      services,
      record,
      succeeded ? { status: "deployed", commit: target.commit } : { status: "deploy failed" },
    );
  }
  return ended(services, withResult(report, result, stateAfter(target, result)));
}

async function runEngine(order: {
  readonly request: ActedRequest;
  readonly services: Services;
  readonly target: StageTarget;
  readonly project: PulumiProject;
  readonly key: StageKey;
  readonly lost: AbortSignal | null;
}): Promise<EngineResult> {
  const { request, services, target, project, key, lost } = order;
  const engineOrder = {
    key,
    directory: request.directory,
    home: services.home,
    configFrom: request.configFrom ?? (await previewConfigFor(target, project)),
    log: services.log,
    secrets: services.mask,
    signal: lost === null ? services.signal : AbortSignal.any([services.signal, lost]),
    started: services.trail.engineStarted,
  };
  return target.command === "diff" ? services.engine.diff(engineOrder) : services.engine.deploy(engineOrder);
}

async function previewConfigFor(target: StageTarget, project: PulumiProject): Promise<string | null> {
  if (target.origin.kind !== "pull_request") {
    return null;
  }
  return (await readConfig(project, "preview")) === null ? null : "preview";
}

function stateAfter(target: StageTarget, result: EngineResult): StageState {
  if (target.command === "diff") {
    return "previewed";
  }
  // What a program only reads (`Resource.get`) is read each time.
  return result.changeSet.changes.every((change) => change.op === "read") ? "unchanged" : "deployed";
}
