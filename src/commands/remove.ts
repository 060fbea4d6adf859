import { readProject } from "../engine/pulumi/project.ts";
import { guardAgainstWorld } from "../events/guard.ts";
import { removableStages } from "../events/removable-stages.ts";
import type { StageTarget } from "../events/target.ts";
import type { StageRecord } from "../home/record.ts";
import type { StageReport } from "../report/stage-report.ts";
import { recordStatus, repositoryOf } from "./claim.ts";
import type { FoundStage } from "./find-stages.ts";
import { holdLock } from "./hold-lock.ts";
import { lookAtWorld } from "./look.ts";
import { ended, reportOf, withResult } from "./report-of.ts";
import type { ActedRequest, Services } from "./services.ts";
import type { Teller } from "./tell.ts";

type Removal = {
  readonly request: ActedRequest;
  readonly services: Services;
  readonly target: StageTarget;
  readonly teller: Teller;
  readonly stage: FoundStage;
};

/** Removes one stage from what the home knows of it: no program, branch or checkout is needed. */
export async function removeStage(removal: Removal): Promise<StageReport> {
  const { request, services, target, teller, stage } = removal;
  const { key } = stage;
  const report = reportOf({ services, request, target, key, path: stage.record?.path ?? request.path });

  await using lock = await holdLock(services, request, { key, command: "remove" });
  const guarded = guardAgainstWorld(target, request.event, await lookAtWorld(services, target, request.event));
  if (!guarded.go) {
    return ended(services, { ...report, state: guarded.state, reason: guarded.reason });
  }
  // Read again now that nobody else changes it: another run may have removed the stage meanwhile.
  const [record, checkpoint] = await Promise.all([
    services.home.records?.read(key) ?? null,
    services.home.checkpoint(key),
  ]);
  if (record === null && checkpoint === null) {
    return ended(services, {
      ...report,
      state: "removed",
      reason: `Nothing to remove: there is no stage ${key.stage}.`,
    });
  }
  const still = removableStages({
    target,
    app: key.app,
    repository: repositoryOf(request),
    records: record === null ? [] : [record],
  });
  if ("kind" in still && still.code !== "nothing-to-remove") {
    return ended(services, { ...report, state: "skipped", reason: still.reason });
  }
  await recordStatus(services, record, { status: "removing" });
  teller.begin(report);
  return ended(services, await destroy({ ...removal, record, report, lost: lock?.lost ?? null }));
}

async function destroy(
  removal: Removal & { record: StageRecord | null; report: StageReport; lost: AbortSignal | null },
): Promise<StageReport> {
  const { request, services, stage, record, report, lost } = removal;
  const result = await services.engine
    .remove({
      key: stage.key,
      directory: (await readProject(request.directory)) === null ? null : request.directory,
      home: services.home,
      configFrom: null,
      log: services.log,
      secrets: services.mask,
      signal: lost === null ? services.signal : AbortSignal.any([services.signal, lost]),
      started: services.trail.engineStarted,
    })
    .catch(async (error: unknown) => {
      await recordStatus(services, record, { status: "removal failed" });
      throw error;
    });
  if (result.outcome !== "succeeded") {
    await recordStatus(services, record, { status: "removal failed" });
    return withResult(report, result, "failed");
  }
  await services.home.discard(stage.key);
  return withResult(report, result, "removed");
}
