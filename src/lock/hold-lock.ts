import { Failure } from "../failure.ts";
import type { Log } from "../log.ts";
import { inTime, pause } from "./ask-store.ts";
import { describeBreak, describeHolder, nameStage } from "./describe-lock.ts";
import type { LockOwner, LockRecord } from "./lock-record.ts";
import type { LockStore, StoredLock } from "./lock-store.ts";
import { isSameHolding, releaseStored } from "./release.ts";
import { jittered, monotonicSeconds, renewalPeriod, type LockTiming } from "./timing.ts";

/** A lock that this process holds and renews. `await using` gives it back at the end of the block. */
export type HeldLock = {
  /** As it was acquired. */
  readonly record: LockRecord;
  /** Its holder before did not give it back, and may still be at work. */
  readonly tookOver: boolean;
  /** Nobody held it at the first look: no other run can have changed what it guards between that look and now. */
  readonly wasFree: boolean;
  /** Who held it before; null for the first, and where it is not known. */
  readonly previous: LockOwner | null;
  /** Aborted, with a `Failure` as its reason, when the lock is not ours for certain any more: stop what it guards. */
  readonly lost: AbortSignal;
  /** Gives the lock back; once it was lost, only says so. Does not throw, and does its work once. */
  readonly release: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type Holding = {
  readonly store: LockStore;
  readonly stored: StoredLock;
  /** When the request that stored it began (`monotonicSeconds`): nobody can have seen it earlier, so their lease ends later than ours. */
  readonly renewedAt: number;
  readonly tookOver: boolean;
  readonly wasFree: boolean;
  readonly previous: LockOwner | null;
  readonly log: Log;
  readonly timing: LockTiming;
  readonly now: () => string;
};

/** Keeps a lock that was just stored: renews it from now on, and gives it up when that fails for half its lease. */
export function holdLock(holding: Holding): HeldLock {
  const { store, log, timing } = holding;
  const { record } = holding.stored;
  const lost = new AbortController();
  const stop = new AbortController();
  let { stored, renewedAt } = holding;
  let watchdog = watch();

  function watch(): NodeJS.Timeout {
    const left = renewedAt + record.leaseSeconds / 2 - monotonicSeconds();
    return setTimeout(() => lose(`it could not be renewed for ${record.leaseSeconds / 2} s`), left * 1000).unref();
  }

  function lose(why: string): void {
    clearTimeout(watchdog);
    if (!stop.signal.aborted) {
      stop.abort();
      lost.abort(
        new Failure({
          code: "lock-lost",
          message: `The lock of ${nameStage(record)} was lost: ${why}.`,
          next: "Look at the stage's other runs; when they have ended, run this one again.",
        }),
      );
    }
  }

  /** One renewal; what it throws may pass. */
  async function renew(): Promise<void> {
    const started = monotonicSeconds();
    const next = { ...stored.record, renewedAt: holding.now(), revision: stored.record.revision + 1 };
    const renewed = await inTime(timing.requestSeconds, store.replace(record, next, stored.version));
    if (renewed !== null) {
      stored = renewed;
      renewedAt = started;
      clearTimeout(watchdog);
      watchdog = watch();
      return;
    }
    const found = await inTime(timing.requestSeconds, store.read(record));
    if (found !== null && isSameHolding(found.record, record) && found.record.releasedAt === null) {
      // Our own: a renewal whose answer did not come. Since when is not known, so the next one follows at once.
      stored = found;
      return;
    }
    lose(describeLoss(found?.record ?? null, record));
  }

  async function keep(): Promise<void> {
    while (!stop.signal.aborted) {
      await pause(renewedAt + renewalPeriod(record) - monotonicSeconds(), stop.signal, { ref: false });
      while (!stop.signal.aborted && monotonicSeconds() >= renewedAt + renewalPeriod(record)) {
        try {
          await renew();
        } catch (error) {
          log.debug(`The lock of ${nameStage(record)} was not renewed: ${String(error)}`);
          await pause(jittered(renewalPeriod(record) / 15), stop.signal, { ref: false });
        }
      }
    }
  }

  const kept = keep();

  async function giveBack(): Promise<void> {
    if (!lost.signal.aborted) {
      stop.abort();
      clearTimeout(watchdog);
      await kept;
    }
    if (lost.signal.aborted) {
      log.warning(`There is no lock to release: ${String(lost.signal.reason)}`);
      return;
    }
    await releaseStored({ store, stored, log, requestSeconds: timing.requestSeconds, now: holding.now });
  }

  let released: Promise<void> | undefined;
  const release = () => (released ??= giveBack());
  const { tookOver, wasFree, previous } = holding;
  return { record, tookOver, wasFree, previous, lost: lost.signal, release, [Symbol.asyncDispose]: release };
}

function describeLoss(found: LockRecord | null, own: LockRecord): string {
  if (found === null) {
    return "somebody deleted it";
  }
  if (found.broken !== null && found.broken.at !== own.broken?.at) {
    return describeBreak(found.broken);
  }
  return `it was taken over (${describeHolder(found)})`;
}
