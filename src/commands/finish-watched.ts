import type { EngineProcess } from "../engine/engine.ts";
import { endLeftEngine, type LadderPatience } from "../engine/left-engine.ts";
import type { Home } from "../home/home.ts";
import type { HeldLock } from "../lock/lock.ts";
import { resumeLock } from "../lock/resume-lock.ts";
import type { Log } from "../log.ts";
import type { LeftRuns } from "./left-run.ts";
import { pickUpLeft } from "./pick-up.ts";
import type { WatchedRun } from "./watched-run.ts";

type Watched = {
  readonly run: WatchedRun;
  /** null where the engine's own backend keeps state and locks. */
  readonly home: Home | null;
  readonly leftRuns: LeftRuns | undefined;
  /** A step comes after the run that tells what became of it: lock and folders are left to that, and to the lock's lease where it does not come. */
  readonly hasPost: boolean;
  readonly log: Log;
  readonly patience?: LadderPatience;
};

/**
 * Ends what a run left that was killed: goes on with its lock, ends its engines with the one signal, stores the state that they wrote, and
 * gives the lock back unless a later step needs it. What another run holds by now is left alone: its own look at this machine, or the next
 * one's, finds the rest.
 */
export async function finishWatched(watched: Watched): Promise<void> {
  const { run, home } = watched;
  const resuming = resume(watched);
  // Engines are ended whatever becomes of the lock.
  const [resumed, ...gone] = await Promise.allSettled([
    resuming,
    ...[run.engine, run.impact].map((engine) => engine === null || end(watched, engine)),
  ]);
  const lock = resumed.status === "fulfilled" ? resumed.value : null;
  if (home === null || lock === null || gone.some((one) => one.status === "rejected" || !one.value)) {
    return;
  }
  if (watched.hasPost) {
    const left = run.folder === null ? null : await home.resume(run.folder);
    await left?.commit();
    return;
  }
  await pickUpLeft({ ...watched, home }, lock.record);
  await lock.release();
}

async function resume({ run: { lock }, home, log }: Watched): Promise<HeldLock | null> {
  const store = home?.locks ?? null;
  return lock === null || !lock.held || store === null ? null : resumeLock({ ...lock, store, log });
}

function end({ log, hasPost, patience }: Watched, process: EngineProcess): Promise<boolean> {
  return endLeftEngine({ process, signalled: false, log, keepsFolder: hasPost, ...(patience && { patience }) });
}
