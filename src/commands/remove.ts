import type { EngineResult, StageKey } from "../engine/engine.ts";
import type { Checkpoint, StateResource } from "../engine/pulumi/checkpoint.ts";
import { cautionsOfPending, foreseeRemoval } from "../engine/pulumi/foresee-removal.ts";
import { pendingOf } from "../engine/pulumi/pending.ts";
import { readProject } from "../engine/pulumi/project.ts";
import { guardAgainstWorld } from "../events/guard.ts";
import { removableStages } from "../events/removable-stages.ts";
import type { StageTarget } from "../events/target.ts";
import { remainingResources } from "../home/checkpoint-text.ts";
import type { OpenHome } from "../home/home.ts";
import type { StageRecord } from "../home/record.ts";
import type { HeldLock } from "../lock/lock.ts";
import type { StageReport } from "../report/stage-report.ts";
import { brokenOff } from "./broken-off.ts";
import { recordStatus, repositoryOf } from "./claim.ts";
import { checkoutOf } from "./checkout-of.ts";
import { conclude } from "./conclude.ts";
import { configFromOf } from "./config-from.ts";
import { engineOrder } from "./engine-order.ts";
import type { FoundStage } from "./find-stages.ts";
import { holdLock } from "./hold-lock.ts";
import { lookAtWorld } from "./look.ts";
import { openStage } from "./open-stage.ts";
import { previewRemoval } from "./preview-removal.ts";
import { ended, reportOf, withResult } from "./report-of.ts";
import type { ActedRequest, Services } from "./services.ts";
import { settleKept } from "./settle-kept.ts";
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
  const { request, services, target, stage } = removal;
  const { key } = stage;
  const report = reportOf({ services, request, target, key, path: stage.record?.path ?? request.path });

  if (request.dryRun) {
    return look(removal, report);
  }
  await using lock = await holdLock(services, request, { key, command: "remove" });
  // What the home has of the stage is fetched while GitHub is asked.
  await using opening = openStage(services, { key, mode: "change", lock });
  const guarded = guardAgainstWorld(target, request.event, await lookAtWorld(services, target, request.event));
  if (!guarded.go) {
    return ended(services, { ...report, state: guarded.state, reason: guarded.reason });
  }
  // Read again now that nobody else changes it: another run may have removed the stage meanwhile.
  const opened = await opening.opened;
  const record = (await services.home.records?.read(key)) ?? null;
  await settleKept(services, { key, opened, record });
  const checkpoint = await opened.checkpoint(key);
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
  // Awaited here, or lock and home would be given back before it is done.
  return await destroy({ ...removal, record, report, opened, lock });
}

/** Reports what a removal would delete. Nothing is locked, run or written. */
async function look({ request, services, target, stage }: Removal, report: StageReport): Promise<StageReport> {
  const guarded = guardAgainstWorld(target, request.event, await lookAtWorld(services, target, request.event));
  if (!guarded.go) {
    return ended(services, { ...report, state: guarded.state, reason: guarded.reason });
  }
  const state = await services.home.checkpoint(stage.key);
  const cautions = await cautionsOf(state, { request, services, stage });
  cautions.forEach((caution) => services.log.warning(caution));
  const changeSet = previewRemoval(state, { dataTypes: request.dataTypes, cautions });
  return ended(services, { ...report, state: "previewed", changeSet, pending: pendingOf(state) });
}

/** What the removal itself would say before it begins, or refuse. */
async function cautionsOf(
  state: Checkpoint | null,
  { request, services, stage }: Pick<Removal, "request" | "services" | "stage">,
): Promise<readonly string[]> {
  const pending = cautionsOfPending(state);
  if (state === null) {
    return pending;
  }
  const { directory } = await checkoutOf(request, stage.record);
  const { home } = services;
  const { refusal, cautions } = await foreseeRemoval(
    { key: stage.key, directory, options: request.options, home },
    state,
  );
  const refused = refusal === null ? [] : [`The removal would be refused: ${refusal.message} ${refusal.next}`];
  return [...pending, ...refused, ...cautions];
}

async function destroy(
  removal: Removal & { record: StageRecord | null; report: StageReport; opened: OpenHome; lock: HeldLock | null },
): Promise<StageReport> {
  const { request, services, teller, stage, record, report, opened, lock } = removal;
  const checkout = await checkoutOf(request, record);
  const { directory } = checkout;
  // One that cannot be read is the engine's to note.
  const project = directory === null ? null : await readProject(directory).catch(() => null);
  const result = await services.engine
    .remove({
      ...engineOrder(services, {
        key: stage.key,
        ...checkout,
        opened,
        lock,
        options: request.options,
        begin: () => teller.begin(report),
      }),
      configFrom: project === null ? null : await configFromOf({ ...removal, project, key: stage.key }),
    })
    .catch(async (error: unknown) => {
      throw await brokenOff({ services, opened, record, report }, error);
    });
  const succeeded = result.outcome === "succeeded";
  const kept = succeeded && request.options.excludeProtected ? await keptResources(opened, stage.key) : [];
  const told = await conclude({
    services,
    teller,
    opened,
    lock,
    record,
    report: withResult(report, withKept(result, kept), succeeded ? "removed" : "failed"),
    now: succeeded && kept.length === 0 ? null : { status: "removal failed" },
  });
  if (told.state === "removed" && kept.length === 0) {
    await opened.discard(stage.key);
  }
  return told;
}

/** What `exclude-protected` left: the stage stays with it. */
async function keptResources(opened: OpenHome, key: StageKey): Promise<readonly StateResource[]> {
  const state = await opened.checkpoint(key);
  return state === null ? [] : remainingResources(state);
}

function withKept(result: EngineResult, kept: readonly StateResource[]): EngineResult {
  if (kept.length === 0) {
    return result;
  }
  const names = kept.slice(0, 20).map(({ urn }) => urn);
  const message = `${kept.length} protected resources are kept, and the stage with them:\n${names.join("\n")}`;
  const diagnostics = [
    ...result.changeSet.diagnostics,
    { severity: "warning" as const, message, urn: null, resource: null, source: null },
  ];
  return { ...result, changeSet: { ...result.changeSet, diagnostics } };
}
