import { describeFailure } from "../failure.ts";
import type { OpenHome } from "../home/home.ts";
import type { HeldLock } from "../lock/lock.ts";
import { resumeLock } from "../lock/resume-lock.ts";
import type { StageReport } from "../report/stage-report.ts";
import type { Finish } from "./finish.ts";
import { postComment } from "./post-comment.ts";

/** The lock of the main step, held again; null where it had none, or does not hold it any more. */
export async function resumeLeftLock({ left, home, log }: Finish): Promise<HeldLock | null> {
  return left.lock === null || home.locks === null ? null : resumeLock({ store: home.locks, ...left.lock, log });
}

/** The state in the folder that the main step worked on; null where it had none, or stored it. */
export async function leftState({ left, home }: Finish): Promise<OpenHome | null> {
  return left.state === null ? null : home.resume(left.state);
}

/** Puts on record that the command came to no good end, where the main step did not come to that. */
export async function recordBrokenOff({ left, home, now }: Finish): Promise<void> {
  const { report } = left;
  const record = report === null ? null : ((await home.records?.read(report)) ?? null);
  if (record !== null && (record.status === "deploying" || record.status === "removing")) {
    const status = record.status === "removing" ? "removal failed" : "deploy failed";
    await home.records?.write({ ...record, status, updatedAt: now().toISOString() });
  }
}

/** Edits the comment. The step may have been killed before it was told which one it wrote: then it is looked for. */
export async function tellLeft(finish: Finish, report: StageReport): Promise<void> {
  const { left, github, comment, log } = finish;
  const { pullRequest } = report;
  if (!comment || github === null || pullRequest === null) {
    return;
  }
  try {
    await postComment({ ...finish, github, pullRequest, report, known: left.comment, mayCreate: true });
  } catch (error) {
    log.warning(`The comment could not be mended: ${describeFailure(error).message}`);
  }
}
