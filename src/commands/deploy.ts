import type { EngineResult, StageKey } from "../engine/engine.ts";
import { type PulumiProject, requireProject } from "../engine/pulumi/project.ts";
import { isPartial } from "../engine/run-options.ts";
import { guardAgainstWorld, type WorldNow } from "../events/guard.ts";
import type { StageTarget } from "../events/target.ts";
import { describeFailure } from "../failure.ts";
import type { OpenHome } from "../home/home.ts";
import type { HeldLock } from "../lock/lock.ts";
import { stageUrl } from "../report/url.ts";
import type { StageReport, StageState } from "../report/stage-report.ts";
import type { Announcer } from "./announce.ts";
import { brokenOff } from "./broken-off.ts";
import { type ClaimedStage, claimStage, recordStatus } from "./claim.ts";
import { conclude } from "./conclude.ts";
import { configFromOf } from "./config-from.ts";
import { engineOrder } from "./engine-order.ts";
import { holdLock } from "./hold-lock.ts";
import { beginImpact } from "./impact.ts";
import { lookAtWorld } from "./look.ts";
import { beside, openStage } from "./open-stage.ts";
import { overtakenBy } from "./overtaken.ts";
import { placeOf } from "./place-of.ts";
import { refuseOtherApp } from "./refuse-other-app.ts";
import { refuseSecondStage } from "./refuse-second-stage.ts";
import { requireHead } from "./require-head.ts";
import { ended, reportOf, withResult } from "./report-of.ts";
import type { ActedRequest, Services } from "./services.ts";
import { settleKept } from "./settle-kept.ts";
import type { Teller } from "./tell.ts";

/** So long a deploy that has ended waits for the preview beside it. */
const impactPatienceMs = 300_000;

/** Deploys the stage of an event, or previews that (`diff`). Throws `Failure` when it cannot be begun; a program's failure is in the report. */
export async function deployStage(order: {
  readonly request: ActedRequest;
  readonly services: Services;
  readonly target: StageTarget;
  /** The world as it was asked for a moment ago; null where that is too long ago. */
  readonly seen: () => Promise<WorldNow> | null;
  readonly teller: Teller;
  readonly announcer: Announcer;
}): Promise<StageReport> {
  const { request, services, teller, announcer } = order;
  const project = await requireProject(request.directory);
  refuseOtherApp(request, project);
  const key: StageKey = { app: project.name, stage: order.target.stage };
  const isDeploy = order.target.command === "deploy";
  const place = placeOf(services, request, order.target);
  await using lock = isDeploy
    ? await holdLock(services, request, {
        key,
        command: "deploy",
        place,
        waiting: (holder) => {
          const report = reportOf({ services, request, target: order.target, key, path: request.path });
          const queued: StageReport = { ...report, state: "queued", reason: holder };
          teller.begin(queued);
          announcer.wait(queued, order.target);
        },
      })
    : null;
  // What the home has of the stage is fetched while GitHub is asked.
  await using opening = openStage(services, { key, mode: isDeploy ? "change" : "read", lock });
  const { records } = services.home;
  const neighbours = beside(records === null ? Promise.resolve(null) : records.neighbours(key));
  // A run that had to wait for the lock asks again: whoever held it may have changed what there is.
  const seen = lock === null || lock.wasFree ? order.seen() : null;
  const world = await (seen ?? lookAtWorld(services, order.target, request.event));
  const guarded = guardAgainstWorld(order.target, request.event, world);
  const target = guarded.go ? guarded.target : order.target;
  const begunReport = reportOf({ services, request, target, key, path: request.path });
  if (!guarded.go) {
    return ended(services, { ...begunReport, state: guarded.state, reason: guarded.reason });
  }
  const overtaken = overtakenBy(lock, { run: services.run, event: request.event });
  if (overtaken !== null) {
    return ended(services, { ...begunReport, state: "superseded", reason: overtaken });
  }
  await requireHead(request, target);
  const known = await neighbours;
  const claimed = await claimStage({ services, request, target, key, known, project });
  const opened = await opening.opened;
  if (isDeploy) {
    const before = known?.find((one) => one.app === key.app && one.stage === key.stage) ?? null;
    await settleKept(services, { key, opened, record: before });
  }
  if (claimed?.isNew !== false) {
    await refuseSecondStage(services.home, key);
  }
  const run = { ...order, target, project, key, opened, lock };
  if (!isDeploy) {
    const result = await runEngine({ ...run, begin: () => teller.begin(begunReport) });
    return ended(services, withResult(begunReport, result, "previewed"));
  }
  const record = claimed?.record ?? null;
  const report = { ...begunReport, lastUrl: record?.url ?? null };
  const begun = await beginRecord(services, claimed);
  const begin = () => {
    teller.begin(report);
    announcer.begin(report, target);
  };
  await using impact = beginImpact({ request, services, project, target });
  const result = await runEngine({ ...run, begin }).catch(async (error: unknown) => {
    await begun.written;
    throw await brokenOff({ services, opened, record, report }, error);
  });
  await begun.written;
  // Awaited here, or lock and home would be given back before it is done.
  return await conclude({
    services,
    teller,
    opened,
    lock,
    record,
    report: withResult(report, result, isPartial(request.options) ? "deployed" : stateAfter(result)),
    besides: async () => ({ impact: await impact.result(impactPatienceMs) }),
    now:
      result.outcome === "succeeded"
        ? { status: "deployed", ...commitAfter(request, target), ...urlToKeep(services, result) }
        : { status: "deploy failed" },
  });
}

/**
 * Puts on record that the stage is being deployed. A new stage must be on record before anything is made for it; for one that is, it is
 * written beside the engine, and what comes back is to be awaited before the next write.
 */
async function beginRecord(
  services: Services,
  claimed: ClaimedStage | null,
): Promise<{ readonly written: Promise<void> }> {
  const written = recordStatus(services, claimed?.record ?? null, { status: "deploying" });
  if (claimed?.isNew === true) {
    await written;
  }
  return {
    written: written.catch((error: unknown) => services.log.warning(describeFailure(error).message)),
  };
}

async function runEngine(run: {
  readonly request: ActedRequest;
  readonly services: Services;
  readonly target: StageTarget;
  readonly project: PulumiProject;
  readonly key: StageKey;
  readonly opened: OpenHome;
  readonly lock: HeldLock | null;
  readonly begin: () => void;
}): Promise<EngineResult> {
  const { request, services, target } = run;
  const order = {
    ...engineOrder(services, { ...run, directory: request.directory, options: request.options }),
    configFrom: await configFromOf(run),
  };
  return target.command === "diff" ? services.engine.diff(order) : services.engine.deploy(order);
}

/** The stage's address for its record; one that holds a secret is not kept. */
function urlToKeep({ mask }: Services, { changeSet }: EngineResult): { readonly url?: string } {
  const url = stageUrl(changeSet.outputs);
  return url === null || mask.hide(url) !== url ? {} : { url };
}

/** Of a stage that was deployed in part, the commit stays the one that was deployed last as a whole. */
function commitAfter({ options }: ActedRequest, { commit }: StageTarget): { readonly commit?: StageTarget["commit"] } {
  return isPartial(options) ? {} : { commit };
}

function stateAfter(result: EngineResult): StageState {
  // What a program only reads (`Resource.get`) is read each time.
  return result.changeSet.changes.every(({ op }) => op === "read" || op === "discard") ? "unchanged" : "deployed";
}
