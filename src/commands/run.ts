import { resolveTarget } from "../events/resolve-target.ts";
import type { WorldNow } from "../events/guard.ts";
import type { StageTarget } from "../events/target.ts";
import { readProject } from "../engine/pulumi/project.ts";
import { refuseUnusable } from "../engine/run-options.ts";
import { describeFailure, Failure } from "../failure.ts";
import { Superseded } from "../lock/give-way.ts";
import type { StageReport } from "../report/stage-report.ts";
import { type Announcer, createAnnouncer } from "./announce.ts";
import { deployStage } from "./deploy.ts";
import type { FoundStage } from "./find-stages.ts";
import { lookAhead, type Looking } from "./look.ts";
import { ended, reportOf } from "./report-of.ts";
import type { ActedRequest, Request, Services } from "./services.ts";
import { createTeller, type Teller } from "./tell.ts";

/** What came of a run: a report for each stage (none for a skip), and the address of the first comment. */
export type Outcome = {
  readonly reports: readonly StageReport[];
  readonly commentUrl: string | null;
  /** Why there was nothing to do for any stage; null when there was. */
  readonly skip: { readonly code: string; readonly reason: string } | null;
};

type Order = {
  readonly request: ActedRequest;
  readonly services: Services;
  readonly target: StageTarget;
  /** The world as it was asked for before the services were there; null where that is too long ago, or nobody did. */
  readonly seen: () => Promise<WorldNow> | null;
};

/**
 * Event in, stages deployed or removed, reports out. `open` makes the services, and is only called when there is something to do; GitHub is
 * asked beside it. Throws only what keeps it from knowing any stage.
 */
export async function run(
  request: Request,
  { looking, open }: { readonly looking: Looking; readonly open: () => Promise<Services> },
): Promise<Outcome> {
  const { event } = request;
  const { log } = looking;
  const target = resolveTarget(event, request.rules);
  if (target.kind === "skip") {
    return skipped(target);
  }
  if (event.kind === "ignored") {
    return skipped({ code: "event", reason: event.reason });
  }
  log.info(target.rule);
  const asked = asAsked(request, target);
  refuseUnusable(request.options, asked.command);
  const isUpdate = asked.command === "deploy" || asked.command === "diff";
  const seen = isUpdate ? lookAhead(looking, asked, event) : () => null;
  const order: Order = { request: { ...request, event }, services: await open(), target: asked, seen };
  if (order.target.command !== "remove") {
    return gather([await told(order, null)]);
  }
  const { findStages } = await import("./find-stages.ts");
  const found = await findStages(order.request, order.services, target);
  if ("kind" in found) {
    await endLeftWaits(order);
    return skipped(found);
  }
  const ends: Told[] = [];
  for (const stage of found) {
    ends.push(await told(order, stage));
  }
  return gather(ends);
}

/** Of a closed pull request nothing may say for ever that it is queued: whoever said so is gone, or will find it closed. */
async function endLeftWaits({ request, services, target }: Order): Promise<void> {
  const { github, log, now } = services;
  const { origin } = target;
  if (origin.kind !== "pull_request" || request.dryRun || request.comment === "off" || github === null) {
    return;
  }
  const { endQueued } = await import("./take-back-queued.ts");
  await endQueued({
    ...services,
    github,
    repository: request.event.repository.id,
    pullRequest: origin.number,
    endedAt: now().toISOString(),
  }).catch((error: unknown) => log.warning(`The comment could not be updated: ${describeFailure(error).message}`));
}

/** A deploy that changes nothing is a preview. Removals and refreshes know by themselves how to only look. */
function asAsked({ dryRun }: Request, target: StageTarget): StageTarget {
  return dryRun && target.command === "deploy" ? { ...target, command: "diff" } : target;
}

type Told = { readonly report: StageReport; readonly commentUrl: string | null };

/** One stage's command with its comment; a failure becomes a report as soon as it is known which stage it was for. */
async function told(order: Order, stage: FoundStage | null): Promise<Told> {
  const { request, services } = order;
  const teller = createTeller(services, request);
  const announcer = createAnnouncer(services, request.announce);
  const report = await begin(order, { teller, announcer, stage }).catch((error: unknown) =>
    failedReport(order, stage, error),
  );
  if (!isWorthTelling(report)) {
    await Promise.all([teller.withdraw(report), announcer.withdraw(report)]);
    return { report, commentUrl: null };
  }
  const [comment] = await Promise.all([teller.end(report), announcer.end(report)]);
  return { report, commentUrl: comment?.url ?? null };
}

async function begin(
  order: Order,
  {
    teller,
    announcer,
    stage,
  }: { readonly teller: Teller; readonly announcer: Announcer; readonly stage: FoundStage | null },
): Promise<StageReport> {
  // Each command loads its own parts alone.
  if (stage !== null) {
    const { removeStage } = await import("./remove.ts");
    return removeStage({ ...order, teller, stage });
  }
  if (order.target.command === "refresh") {
    const { refreshStage } = await import("./refresh.ts");
    return refreshStage({ ...order, teller });
  }
  return deployStage({ ...order, teller, announcer });
}

async function failedReport(order: Order, stage: FoundStage | null, error: unknown): Promise<StageReport> {
  const { request, services, target } = order;
  const app = stage?.key.app ?? (await readProject(request.directory).catch(() => null))?.name ?? request.app;
  if (app === null) {
    throw error;
  }
  if (!(error instanceof Failure)) {
    services.log.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const key = stage?.key ?? { app, stage: target.stage };
  const report = reportOf({ services, request, target, key, path: stage?.record?.path ?? request.path });
  if (error instanceof Superseded) {
    return ended(services, { ...report, state: "superseded", reason: error.message });
  }
  const state = services.signal.aborted ? "cancelled" : "failed";
  return ended(services, { ...report, state, failure: describeFailure(error) });
}

/** A run that did nothing, or only looked at what a removal would do, leaves the comment to the run that does. */
function isWorthTelling(report: StageReport): boolean {
  if (report.command === "remove" && report.dryRun) {
    return false;
  }
  return report.state !== "skipped" && report.state !== "superseded" && report.reason === null;
}

function gather(ends: readonly Told[]): Outcome {
  return {
    reports: ends.map((end) => end.report),
    commentUrl: ends.find((end) => end.commentUrl !== null)?.commentUrl ?? null,
    skip: null,
  };
}

function skipped(skip: { readonly code: string; readonly reason: string }): Outcome {
  return { reports: [], commentUrl: null, skip: { code: skip.code, reason: skip.reason } };
}
