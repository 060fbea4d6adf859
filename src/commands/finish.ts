import type { StageKey } from "../engine/engine.ts";
import { endLeftEngine, type LadderPatience } from "../engine/left-engine.ts";
import { pendingOf } from "../engine/pulumi/pending.ts";
import { describeFailure, Failure } from "../failure.ts";
import type { GitHub } from "../github/github.ts";
import type { Home, OpenHome } from "../home/home.ts";
import { resumeLock } from "../lock/resume-lock.ts";
import type { Log } from "../log.ts";
import type { StageReport } from "../report/stage-report.ts";
import { finishAnnounced } from "./finish-announced.ts";
import { keepUnstored } from "./keep-unstored.ts";
import type { KeptPlaces } from "./kept-places.ts";
import type { LeftTrail } from "./left-trail.ts";
import { postComment } from "./post-comment.ts";
import type { Request } from "./services.ts";
import { takeBackQueued } from "./take-back-queued.ts";
import { updateOf } from "./update-of.ts";

type Finish = {
  readonly left: LeftTrail;
  readonly home: Home;
  readonly github: GitHub | null;
  /** Whether the user wants a comment. */
  readonly comment: boolean;
  /** GitHub's id of the repository; null where the event does not say. */
  readonly repository: number | null;
  readonly announce: Request["announce"];
  readonly keptPlaces?: KeptPlaces | undefined;
  readonly log: Log;
  readonly now: () => Date;
  readonly patience?: LadderPatience;
};

/**
 * Finishes what a killed main step left: makes sure that its engine is gone, only then stores the state that it left, puts on record how the
 * stage stands, mends the comment and releases the lock. If the engine cannot be ended, the lock stays and the log says so. After a main
 * step that came to its end and could not store the state, that is tried once more.
 */
export async function finishLeft(finish: Finish): Promise<void> {
  const { left, home, log } = finish;
  if (left.finished !== null) {
    await using state = await leftState(finish);
    await state?.commit();
    return;
  }
  log.warning("The step was ended before it was through. Clearing up after it.");
  if (left.impact !== null) {
    // Only a preview: whatever became of it, there is nothing to store.
    await endLeftEngine({ ...finish, process: left.impact, signalled: left.cancelled !== null });
  }
  if (left.engine !== null) {
    const signalled = left.cancelled !== null;
    const gone = await endLeftEngine({ ...finish, process: left.engine, signalled });
    if (!gone) {
      log.error(
        `The engine (process ${left.engine.pid}) could not be ended, so the lock stays until its lease ends. Look after that process.`,
      );
      return;
    }
  }
  const lock =
    left.lock === null || home.locks === null ? null : await resumeLock({ store: home.locks, ...left.lock, log });
  if (home.locks !== null && left.lock?.held === false && lock === null) {
    await finishWait(finish);
    return;
  }
  const isOurs = left.lock === null || home.locks === null || lock !== null;
  if (!isOurs) {
    log.warning("The stage's lock is not this run's any more: nothing is written over what others wrote.");
  }
  try {
    // Also without the lock: a state that nobody wrote since is stored, and another is left alone and ours kept aside.
    await using state = await leftState(finish);
    await store(finish, state);
    if (isOurs && left.report !== null) {
      await tellCancelled(finish, left.report, { state, mayRecord: lock !== null || home.locks === null });
    }
    await finishAnnounced({ ...finish, isOurs });
  } finally {
    await lock?.release();
  }
}

/** Stores the state, or keeps it elsewhere and says so. */
async function store(finish: Finish, state: OpenHome | null): Promise<void> {
  const { report } = finish.left;
  try {
    await state?.commit();
  } catch (error) {
    const failure = describeFailure(error);
    if (state === null || report === null || failure.code === "state-taken") {
      throw error;
    }
    throw new Failure(
      await keepUnstored(finish, { opened: state, key: { app: report.app, stage: report.stage }, failure }),
    );
  }
}

/** A run that never had the stage's lock: whatever it guards is another run's, and only what this one told of its waiting is ended. */
async function finishWait(finish: Finish): Promise<void> {
  const { left, github, comment, log, now } = finish;
  log.info("It waited for the stage's lock and never had it: nothing of the stage is touched.");
  const { report } = left;
  if (report === null || report.state !== "queued") {
    return;
  }
  const { pullRequest } = report;
  if (comment && github !== null && pullRequest !== null) {
    const endedAt = now().toISOString();
    const order = { ...finish, github, pullRequest, report, known: left.comment, mayCreate: false, endedAt };
    await takeBackQueued(order).catch((error: unknown) => warnOfComment(log, error));
  }
  await finishAnnounced({ ...finish, isOurs: false });
}

function warnOfComment(log: Log, error: unknown): void {
  log.warning(`The comment could not be mended: ${error instanceof Error ? error.message : String(error)}`);
}

/** The state in the folder that the main step worked on; null where it had none, or stored it. */
async function leftState({ left, home }: Finish): Promise<OpenHome | null> {
  return left.state === null ? null : home.resume(left.state);
}

async function tellCancelled(
  finish: Finish,
  report: StageReport,
  { state, mayRecord }: { readonly state: OpenHome | null; readonly mayRecord: boolean },
): Promise<void> {
  const { home, log, now } = finish;
  const key: StageKey = { app: report.app, stage: report.stage };
  // A preview holds no lock, and has nothing to say of how the stage stands.
  const isChange = !report.dryRun && mayRecord;
  const record = isChange ? ((await home.records?.read(key)) ?? null) : null;
  if (record !== null && (record.status === "deploying" || record.status === "removing")) {
    const status = record.status === "removing" ? "removal failed" : "deploy failed";
    await home.records?.write({ ...record, status, updatedAt: now().toISOString() });
  }
  const checkpoint = await (state ?? home).checkpoint(key);
  const cancelled: StageReport = {
    ...report,
    state: "cancelled",
    pending: pendingOf(checkpoint),
    endedAt: now().toISOString(),
  };
  await state
    ?.addToHistory(updateOf(cancelled))
    .catch((error: unknown) => log.warning(`History does not have what was done: ${describeFailure(error).message}`));
  await mendComment(finish, cancelled);
}

/** The step may have been killed before it was told which comment it wrote: then it is looked for. */
async function mendComment(finish: Finish, report: StageReport): Promise<void> {
  const { left, github, comment, log } = finish;
  const { pullRequest } = report;
  if (!comment || github === null || pullRequest === null) {
    return;
  }
  try {
    await postComment({ ...finish, github, pullRequest, report, known: left.comment, mayCreate: true });
  } catch (error) {
    warnOfComment(log, error);
  }
}
