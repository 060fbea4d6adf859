import { describeFailure } from "../failure.ts";
import { finishAnnounced } from "./finish-announced.ts";
import type { Finish } from "./finish.ts";
import { takeBackQueued } from "./take-back-queued.ts";

/** A run that never had the stage's lock: whatever it guards is another run's, and only what this one told of its waiting is ended. */
export async function finishWait(finish: Finish): Promise<void> {
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
    await takeBackQueued(order).catch((error: unknown) =>
      log.warning(`The comment could not be mended: ${describeFailure(error).message}`),
    );
  }
  await finishAnnounced({ ...finish, isOurs: false });
}
