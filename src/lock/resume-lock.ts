import type { StageKey } from "../engine/engine.ts";
import type { Log } from "../log.ts";
import { inTime, pause } from "./ask-store.ts";
import { type HeldLock, holdLock } from "./hold-lock.ts";
import { timeOf, timingOf } from "./lock-order.ts";
import type { LockStore, StoredLock } from "./lock-store.ts";
import { describeOwnProcess, isOtherLivingProcess } from "./owner-process.ts";
import { jittered, monotonicSeconds, type LockTiming } from "./timing.ts";
import { createFaultLimit } from "./waiting.ts";

export type LeftLock = {
  readonly store: LockStore;
  readonly key: StageKey;
  /** The token of the run that held it. */
  readonly token: string;
  readonly log: Log;
  readonly timing?: Partial<LockTiming>;
  readonly now?: () => Date;
};

/**
 * Goes on with the lock that a killed step of the same run left, in this process: it is renewed while the rest is cleared up, and then
 * released. One that another process of this machine (a watcher, a post step) goes on with already is waited for: what it did not free at its
 * end is gone on with then. null when that run does not hold it any more; then nothing that it guards may be touched. Rejects as `acquireLock` does when
 * the store does not work.
 */
export async function resumeLock(left: LeftLock): Promise<HeldLock | null> {
  const timing = timingOf(left);
  const never = new AbortController().signal;
  const faults = createFaultLimit(left);
  const process = await describeOwnProcess();
  for (;;) {
    const renewedAt = monotonicSeconds();
    try {
      const found = await inTime(timing.requestSeconds, left.store.read(left.key));
      if (found === null || found.record.owner.token !== left.token || found.record.releasedAt !== null) {
        return null;
      }
      if (await isOtherLivingProcess(found.record.owner)) {
        await pause(jittered(0.3), never);
        continue;
      }
      const stored = await inTime(timing.requestSeconds, left.store.replace(left.key, next(found), found.version));
      if (stored !== null) {
        return holdLock({
          store: left.store,
          stored,
          renewedAt,
          tookOver: false,
          wasFree: false,
          previous: null,
          log: left.log,
          timing,
          now: () => timeOf(left),
        });
      }
    } catch (error) {
      faults.failed(error);
    }
    await pause(jittered(0.3), never);
  }

  function next({ record }: StoredLock) {
    return {
      ...record,
      owner: { ...record.owner, ...process },
      renewedAt: timeOf(left),
      revision: record.revision + 1,
    };
  }
}
