import type { EngineResult, StageKey } from "../engine/engine.ts";
import { readConfig } from "../engine/pulumi/stack-config.ts";
import { requireProject } from "../engine/pulumi/project.ts";
import { guardAgainstWorld } from "../events/guard.ts";
import type { StageTarget } from "../events/target.ts";
import type { StageReport, StageState } from "../report/stage-report.ts";
import { claimStage, recordStatus } from "./claim.ts";
import { holdLock } from "./hold-lock.ts";
import { lookAtWorld } from "./look.ts";
import { ended, reportOf, withResult } from "./report-of.ts";
import type { Request, Services } from "./services.ts";
import type { Teller } from "./tell.ts";

/** Deploys the stage of an event, or previews that (`diff`). Throws `Failure` when it cannot be begun; a program's failure is in the report. */
export async function deployStage(order: {
  readonly request: Request;
  readonly services: Services;
  readonly target: StageTarget;
  readonly teller: Teller;
}): Promise<StageReport> {
  const { request, services, target, teller } = order;
  const project = await requireProject(request.directory);
  const key: StageKey = { app: project.name, stage: target.stage };
  const report = reportOf({ services, request, target, key, path: request.path });
  const isDeploy = target.command === "deploy";

  await using lock = isDeploy ? await holdLock(services, request, { key, command: "deploy" }) : null;
  const guarded = guardAgainstWorld(target, request.event, await lookAtWorld(services, target, request.event));
  if (!guarded.go) {
    return ended(services, { ...report, state: guarded.state, reason: guarded.reason });
  }
  const claim = await claimStage({ services, request, target, key, write: isDeploy });
  teller.begin(report);

  const configFrom = request.configFrom ?? (await previewConfigFor(target, project));
  const engineOrder = {
    key,
    directory: request.directory,
    home: services.home,
    configFrom,
    log: services.log,
    secrets: services.mask,
    signal: lock === null ? services.signal : AbortSignal.any([services.signal, lock.lost]),
    started: services.trail.engineStarted,
  };
  const result = isDeploy ? await services.engine.deploy(engineOrder) : await services.engine.diff(engineOrder);
  if (isDeploy) {
    const succeeded = result.outcome === "succeeded";
    await recordStatus(services, {
      ...claim,
      status: succeeded ? "deployed" : "deploy failed",
      commit: succeeded ? target.commit : claim.commit,
    });
  }
  return ended(services, withResult(report, result, stateAfter(target, result)));
}

async function previewConfigFor(target: StageTarget, project: Parameters<typeof readConfig>[0]): Promise<string | null> {
  if (target.origin.kind !== "pull_request") {
    return null;
  }
  return (await readConfig(project, "preview")) === null ? null : "preview";
}

function stateAfter(target: StageTarget, result: EngineResult): StageState {
  if (target.command === "diff") {
    return "previewed";
  }
  return result.changeSet.changes.length === 0 ? "unchanged" : "deployed";
}
