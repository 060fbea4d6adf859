import type { StageKey } from "../engine/engine.ts";
import { endLeftEngine, type LadderPatience } from "../engine/left-engine.ts";
import { pendingOf } from "../engine/pulumi/pending.ts";
import type { GitHub } from "../github/github.ts";
import type { Home } from "../home/home.ts";
import { resumeLock } from "../lock/resume-lock.ts";
import type { Log } from "../log.ts";
import { commentMarker } from "../report/comment-marker.ts";
import { renderComment } from "../report/comment.ts";
import type { StageReport } from "../report/stage-report.ts";
import type { LeftTrail } from "./left-trail.ts";

type Finish = {
  readonly left: LeftTrail;
  readonly home: Home;
  readonly github: GitHub | null;
  /** Whether the user wants a comment. */
  readonly comment: boolean;
  readonly log: Log;
  readonly now: () => Date;
  readonly patience?: LadderPatience;
};

/**
 * Finishes what a killed main step left: makes sure that its engine is gone, only then puts on record how the stage stands, mends the
 * comment and releases the lock. If the engine cannot be ended, the lock stays and the log says so.
 */
export async function finishLeft(finish: Finish): Promise<void> {
  const { left, home, log } = finish;
  if (left.finished !== null) {
    return;
  }
  log.warning("The step was ended before it was through. Clearing up after it.");
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
  if (left.lock !== null && home.locks !== null && lock === null) {
    log.warning("The stage's lock is not this run's any more: nothing of the stage is touched.");
    return;
  }
  try {
    if (left.report !== null) {
      await tellCancelled(finish, left.report);
    }
  } finally {
    await lock?.release();
  }
}

async function tellCancelled(finish: Finish, report: StageReport): Promise<void> {
  const { home, now } = finish;
  const key: StageKey = { app: report.app, stage: report.stage };
  const record = (await home.records?.read(key)) ?? null;
  if (record !== null && (record.status === "deploying" || record.status === "removing")) {
    const status = record.status === "removing" ? "removal failed" : "deploy failed";
    await home.records?.write({ ...record, status, updatedAt: now().toISOString() });
  }
  const checkpoint = await home.checkpoint(key);
  await mendComment(finish, {
    ...report,
    state: "cancelled",
    pending: pendingOf(checkpoint),
    endedAt: now().toISOString(),
  });
}

/** The step may have been killed before it was told which comment it wrote: then it is looked for. */
async function mendComment({ left, github, comment, log }: Finish, report: StageReport): Promise<void> {
  if (!comment || github === null || report.pullRequest === null) {
    return;
  }
  const marker = commentMarker({ app: report.app, path: report.path ?? "." });
  try {
    const body = renderComment(report, marker);
    await github.upsertComment({ pullRequest: report.pullRequest, marker, body, known: left.comment });
  } catch (error) {
    log.warning(`The comment could not be mended: ${error instanceof Error ? error.message : String(error)}`);
  }
}
