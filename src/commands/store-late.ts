import { describeFailure } from "../failure.ts";
import { nameStage } from "../lock/describe-lock.ts";
import type { StageReport } from "../report/stage-report.ts";
import type { Finish } from "./finish.ts";
import { leftState, recordBrokenOff, resumeLeftLock, tellLeft } from "./left-parts.ts";
import { settleStored } from "./settle-kept.ts";
import { updateOf } from "./update-of.ts";

/**
 * After a main step that came to its end and could not store the state: tries that once more. Where it works now, nothing says any more that
 * the state is missing: not the comment, and no kept copy. Resolves to what was told then; null where the step had told of no such state.
 * Rejects where it still cannot be stored.
 */
export async function storeLate(finish: Finish): Promise<StageReport | null> {
  const { left, log, now } = finish;
  await using state = await leftState(finish);
  await state?.commit();
  const told = left.report;
  if (state === null || told?.failure?.code !== "state-unstored") {
    return null;
  }
  log.info(`The state of ${nameStage(told)} is stored now.`);
  await settleStored(finish, { key: told, opened: state });
  const report: StageReport = { ...told, failure: storedLate(told), endedAt: now().toISOString() };
  const lock = await resumeLeftLock(finish);
  try {
    if (lock !== null) {
      await recordBrokenOff(finish);
    }
    await state
      .addToHistory(updateOf(report))
      .catch((error: unknown) => log.warning(`History does not have what was done: ${describeFailure(error).message}`));
    await tellLeft(finish, report);
  } finally {
    await lock?.release();
  }
  return report;
}

function storedLate(told: StageReport): NonNullable<StageReport["failure"]> {
  return {
    code: "state-stored-late",
    message: `The state of ${nameStage(told)} could not be stored while the command ran. It is stored now: nothing that was made is missing from it.`,
    next: "Check the home and the run's access to it, and run again: the next command continues from the saved state.",
  };
}
