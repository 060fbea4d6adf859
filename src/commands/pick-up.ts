import type { StageKey } from "../engine/engine.ts";
import { endLeftEngine } from "../engine/left-engine.ts";
import { describeFailure, Failure } from "../failure.ts";
import { nameStage } from "../lock/describe-lock.ts";
import { ownerProcessIsGone } from "../lock/owner-process.ts";
import type { FoundRun } from "./left-run.ts";
import type { Services } from "./services.ts";

/**
 * Goes on where runs of this machine died that had the stage: makes sure that their engines are gone, and stores the states that they left,
 * where the stored one is still theirs; over what others wrote since nothing is stored, and theirs is kept as a snapshot. For who holds the
 * stage's lock. Rejects where an engine does not end or a state cannot be stored: nothing that was made may be forgotten.
 */
export async function pickUpLeft(services: Pick<Services, "home" | "leftRuns" | "log">, key: StageKey): Promise<void> {
  for (const found of (await services.leftRuns?.of(services.home.where, key)) ?? []) {
    if (await ownerProcessIsGone(found.run.owner)) {
      await pickUp(services, key, found);
    }
  }
}

async function pickUp(
  { home, log }: Pick<Services, "home" | "log">,
  key: StageKey,
  { run, forget }: FoundRun,
): Promise<void> {
  const { engine, folder } = run;
  if (engine !== null && !(await endLeftEngine({ process: engine, signalled: run.cancelled, log }))) {
    throw new Failure({
      code: "engine-still-runs",
      message: `An engine of an earlier run still works on ${nameStage(key)}, and does not end: process ${engine.pid}.`,
      next: "Look after that process, and run again when it is gone.",
    });
  }
  if (folder !== null) {
    await using left = await home.resume(folder);
    try {
      await left?.commit();
      if (left !== null) {
        log.info(`An earlier run died on ${nameStage(key)}. What it made is in the state.`);
      }
    } catch (error) {
      const { code, message, next } = describeFailure(error);
      if (code !== "state-taken") {
        throw error;
      }
      log.warning(`An earlier run died on this machine. ${message} ${next}`);
    }
  }
  await forget();
}
