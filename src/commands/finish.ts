import { rm } from "node:fs/promises";

import type { ChangeSet } from "../engine/change.ts";
import { endLeftEngine, type LadderPatience } from "../engine/left-engine.ts";
import { leftChanges } from "../engine/pulumi/left-changes.ts";
import { describeFailure } from "../failure.ts";
import type { GitHub } from "../github/github.ts";
import type { Home } from "../home/home.ts";
import type { Log } from "../log.ts";
import type { StageReport } from "../report/stage-report.ts";
import { concludeLeft } from "./conclude-left.ts";
import { finishAnnounced } from "./finish-announced.ts";
import { leftState, resumeLeftLock } from "./left-parts.ts";
import { finishWait } from "./finish-wait.ts";
import type { KeptPlaces } from "./kept-places.ts";
import type { LeftTrail } from "./left-trail.ts";
import type { Request, Services } from "./services.ts";
import { storeLate } from "./store-late.ts";

export type Finish = Pick<Services, "mask" | "now" | "run"> & {
  readonly left: LeftTrail;
  readonly home: Home;
  readonly github: GitHub | null;
  /** Whether the user wants a comment. */
  readonly comment: boolean;
  /** GitHub's id of the repository; null where the event does not say. */
  readonly repository: number | null;
  readonly announce: Request["announce"];
  /** Resource types that hold data besides the known ones. */
  readonly dataTypes: readonly string[];
  readonly keptPlaces?: KeptPlaces | undefined;
  readonly log: Log;
  readonly patience?: LadderPatience;
};

/**
 * Finishes what a killed main step left: makes sure that its engine is gone, only then stores the state that it left, puts on record how the
 * stage stands, mends the comment and releases the lock. If the engine cannot be ended, the lock stays and the log says so. After a main
 * step that came to its end and could not store the state, that is tried once more. Resolves to the report as it was told; null where there
 * was nothing to tell.
 */
export async function finishLeft(finish: Finish): Promise<StageReport | null> {
  const { left, home, log } = finish;
  if (left.finished !== null) {
    return storeLate(finish);
  }
  log.warning("The step was ended before it was through. Clearing up after it.");
  const ended = await endEngines(finish);
  if (ended === null) {
    return null;
  }
  const lock = await resumeLeftLock(finish).catch((error: unknown) => {
    log.warning(`Whether the stage's lock is still this run's is not known: ${describeFailure(error).message}`);
    return "unknown" as const;
  });
  const isHeld = lock !== null && lock !== "unknown";
  if (home.locks !== null && left.lock?.held === false && !isHeld) {
    await finishWait(finish);
    return null;
  }
  const isOurs = left.lock === null || home.locks === null || lock !== null;
  if (!isOurs) {
    log.warning("The stage's lock is not this run's any more: nothing is written over what others wrote.");
  }
  try {
    // Also without the lock: a state that nobody wrote since is stored, and another is left alone and ours kept aside.
    await using state = await leftState(finish);
    const begun = isOurs ? left.report : null;
    if (begun === null) {
      await state?.commit();
    }
    const isLocked = isHeld || home.locks === null;
    const report =
      begun === null ? null : await concludeLeft(finish, { begun, state, isLocked, changeSet: ended.changeSet });
    await finishAnnounced({ ...finish, isOurs });
    return report;
  } finally {
    await (isHeld ? lock.release() : null);
  }
}

/** Makes sure that no engine runs any more. Resolves to what the stage's did; null where it cannot be ended. */
async function endEngines(finish: Finish): Promise<{ readonly changeSet: ChangeSet | null } | null> {
  const { left, log, dataTypes } = finish;
  const signalled = left.cancelled !== null;
  if (left.impact !== null) {
    // Only a preview: whatever became of it, there is nothing to store.
    await endLeftEngine({ ...finish, process: left.impact, signalled });
  }
  if (left.engine === null) {
    return { changeSet: null };
  }
  if (!(await endLeftEngine({ ...finish, process: left.engine, signalled, keepsFolder: true }))) {
    log.error(
      `The engine (process ${left.engine.pid}) could not be ended, so the lock stays until its lease ends. Look after that process.`,
    );
    return null;
  }
  const changeSet = await leftChanges(left.engine.folder, dataTypes);
  await rm(left.engine.folder, { recursive: true, force: true });
  return { changeSet };
}
