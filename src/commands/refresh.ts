import type { StageKey } from "../engine/engine.ts";
import { guardAgainstWorld } from "../events/guard.ts";
import { ofOtherRepository } from "../events/ownership.ts";
import type { StageTarget } from "../events/target.ts";
import { Failure } from "../failure.ts";
import type { StageRecord } from "../home/record.ts";
import type { StageReport } from "../report/stage-report.ts";
import { brokenOff } from "./broken-off.ts";
import { repositoryOf } from "./claim.ts";
import { checkoutOf } from "./checkout-of.ts";
import { conclude } from "./conclude.ts";
import { engineOrder } from "./engine-order.ts";
import { holdLock } from "./hold-lock.ts";
import { lookAtWorld } from "./look.ts";
import { openStage } from "./open-stage.ts";
import { ended, reportOf, withResult } from "./report-of.ts";
import type { ActedRequest, Services } from "./services.ts";
import { settleKept } from "./settle-kept.ts";
import type { Teller } from "./tell.ts";
import { findKey } from "./toolkit/find-key.ts";

/**
 * Takes over into a stage's state what somebody changed by hand, or (`dry-run`) only says what that is: neither needs the program or a
 * checkout. Throws `Failure` when it cannot be begun.
 */
export async function refreshStage(order: {
  readonly request: ActedRequest;
  readonly services: Services;
  readonly target: StageTarget;
  readonly teller: Teller;
}): Promise<StageReport> {
  const { request, services, target, teller } = order;
  const { app, dryRun } = request;
  const key: StageKey = await findKey(services, { stage: target.stage, app, directory: request.directory });

  await using lock = dryRun ? null : await holdLock(services, request, { key, command: "refresh" });
  await using opening = openStage(services, { key, mode: dryRun ? "read" : "change", lock });
  const guarded = guardAgainstWorld(target, request.event, await lookAtWorld(services, target, request.event));
  const record = (await services.home.records?.read(key)) ?? null;
  refuseForeign(record, request);
  const report = reportOf({ services, request, target, key, path: record?.path ?? request.path });
  if (!guarded.go) {
    return ended(services, { ...report, state: guarded.state, reason: guarded.reason });
  }
  const opened = await opening.opened;
  if (!dryRun) {
    await settleKept(services, { key, opened, record });
  }
  const checkout = await checkoutOf(request, record);
  const result = await services.engine
    .refresh({
      ...engineOrder(services, {
        key,
        ...checkout,
        opened,
        lock,
        options: request.options,
        begin: () => teller.begin(report),
      }),
      look: dryRun,
      adopt: request.adopt,
    })
    .catch(async (error: unknown) => {
      throw dryRun ? error : await brokenOff({ services, opened, record, report }, error);
    });
  const drifted = result.changeSet.changes.length > 0;
  if (dryRun) {
    return ended(services, withResult(report, result, drifted ? "previewed" : "unchanged"));
  }
  // Awaited here, or lock and home would be given back before it is done.
  return await conclude({
    services,
    teller,
    opened,
    lock,
    record,
    report: withResult(report, result, drifted ? "refreshed" : "unchanged"),
    now: record === null ? null : { status: record.status },
  });
}

function refuseForeign(record: StageRecord | null, request: ActedRequest): void {
  const conflict = record === null ? null : ofOtherRepository(record, repositoryOf(request));
  if (conflict !== null) {
    throw new Failure(conflict);
  }
}
