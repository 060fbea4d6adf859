import type { Log } from "../log.ts";
import { inTime, mayPass, pause } from "./ask-store.ts";
import { describeHolder, nameStage } from "./describe-lock.ts";
import type { LockRecord } from "./lock-record.ts";
import type { LockStore, StoredLock } from "./lock-store.ts";
import { jittered } from "./timing.ts";

/** The runner kills a cancelled step 10 s after the first signal. */
const patienceSeconds = 8;

export type Release = {
  readonly store: LockStore;
  readonly stored: StoredLock;
  readonly log: Log;
  readonly requestSeconds: number;
  readonly now: () => string;
};

/**
 * Gives a lock back by compare-and-swap, as a record that says so. Never throws: the work under the lock is done and its result stands;
 * a lock that could not be given back is free when its lease ends, and the log says it.
 */
export async function releaseStored(release: Release): Promise<void> {
  const { record } = release.stored;
  const never = new AbortController().signal;
  const until = performance.now() + patienceSeconds * 1000;
  let { stored } = release;
  let problem: unknown;
  while (performance.now() < until) {
    try {
      const next = { ...stored.record, releasedAt: release.now(), revision: stored.record.revision + 1 };
      if ((await inTime(release.requestSeconds, release.store.replace(record, next, stored.version))) !== null) {
        return;
      }
      const found = await inTime(release.requestSeconds, release.store.read(record));
      if (found === null || !isSameHolding(found.record, record)) {
        const holder = found === null ? "nobody" : describeHolder(found.record);
        release.log.warning(
          `The lock of ${nameStage(record)} was not released: it is not this run's any more (${holder}).`,
        );
        return;
      }
      if (found.record.releasedAt !== null) {
        return;
      }
      stored = found;
    } catch (error) {
      problem = error;
      if (!mayPass(error)) {
        break;
      }
      await pause(jittered(0.4), never);
    }
  }
  release.log.warning(
    `The lock of ${nameStage(record)} could not be released: ${String(problem)} It is free when its lease ends, in at most ${record.leaseSeconds} s.`,
  );
}

/** Whether both are one holder's record of one turn, whatever was renewed or released in between. */
export function isSameHolding(one: LockRecord, other: LockRecord): boolean {
  return one.owner.token === other.owner.token && one.fence === other.fence;
}
