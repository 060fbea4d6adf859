import { resolveTarget } from "../events/resolve-target.ts";
import type { StageTarget } from "../events/target.ts";
import { readProject } from "../engine/pulumi/project.ts";
import { refuseUnusable } from "../engine/run-options.ts";
import { describeFailure, Failure } from "../failure.ts";
import { Superseded } from "../lock/give-way.ts";
import type { Log } from "../log.ts";
import type { StageReport } from "../report/stage-report.ts";
import { type Announcer, createAnnouncer } from "./announce.ts";
import { deployStage } from "./deploy.ts";
import { findStages, type FoundStage } from "./find-stages.ts";
import { refreshStage } from "./refresh.ts";
import { removeStage } from "./remove.ts";
import { ended, reportOf } from "./report-of.ts";
import type { ActedRequest, Request, Services } from "./services.ts";
import { endQueued } from "./take-back-queued.ts";
import { createTeller, type Teller } from "./tell.ts";

/** What came of a run: a report for each stage (none for a skip), and the address of the first comment. */
export type Outcome = {
  readonly reports: readonly StageReport[];
  readonly commentUrl: string | null;
  /** Why there was nothing to do for any stage; null when there was. */
  readonly skip: { readonly code: string; readonly reason: string } | null;
};

type Order = { readonly request: ActedRequest; readonly services: Services; readonly target: StageTarget };

/**
 * Event in, stages deployed or removed, reports out. `open` makes the services, and is only called when there is something to do. Throws
 * only what keeps it from knowing any stage.
 */
export async function run(
  request: Request,
  { log, open }: { readonly log: Log; readonly open: () => Promise<Services> },
): Promise<Outcome> {
  const { event } = request;
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
  const order: Order = { request: { ...request, event }, services: await open(), target: asked };
  if (order.target.command !== "remove") {
    return gather([await told(order, null)]);
  }
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

function begin(
  order: Order,
  {
    teller,
    announcer,
    stage,
  }: { readonly teller: Teller; readonly announcer: Announcer; readonly stage: FoundStage | null },
): Promise<StageReport> {
  if (stage !== null) {
    return removeStage({ ...order, teller, stage });
  }
  return order.target.command === "refresh"
    ? refreshStage({ ...order, teller })
    : deployStage({ ...order, teller, announcer });
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
