import { inTime, pause } from "./ask-store.ts";
import { type Claimed, createClaims } from "./claim.ts";
import { describeHolder, nameStage } from "./describe-lock.ts";
import { createGiveWay } from "./give-way.ts";
import { type HeldLock, holdLock } from "./hold-lock.ts";
import { type LockOrder, timeOf, timingOf } from "./lock-order.ts";
import type { LockRecord } from "./lock-record.ts";
import { createTakeOver, type Observation, observe } from "./take-over.ts";
import { jittered, monotonicSeconds } from "./timing.ts";
import { cancelledFailure, createFaultLimit, createWaitingLog, lockedFailure } from "./waiting.ts";

export type { HeldLock } from "./hold-lock.ts";
export type { LockOrder } from "./lock-order.ts";

/** After so many seconds a waiter looks twice as often as at first, so that those who wait longest are likely to come first. */
const secondsToSeniority = 60;

/** What one look at the lock led to. */
type Turn =
  | { readonly kind: "claimed"; readonly claimed: Claimed }
  | { readonly kind: "held"; readonly record: LockRecord }
  /** Somebody was quicker, or the store did not work: what is stored now is not known. */
  | { readonly kind: "unsure" };

/**
 * Takes the lock of a stage, waiting for others while `timeoutSeconds` lasts. Without others it costs two requests, and one more to give
 * it back. Rejects with a `Failure`: `superseded`, `locked` when others held it for all that time, `cancelled`, `lock-store-unavailable`, or what the
 * store itself says for good (access denied).
 *
 * Faults of stores are met here, once for all of them: after a write that was refused, lost or answered too late, the stored record is
 * read, and if it is one that we tried to store, it is ours.
 */
export async function acquireLock(order: LockOrder): Promise<HeldLock> {
  const { pollSeconds } = timingOf(order);
  const started = monotonicSeconds();
  const look = createLook(order);
  const say = createWaitingLog(order);
  const giveWay = createGiveWay(order);
  for (let isFirst = true; ; isFirst = false) {
    if (order.signal.aborted) {
      throw cancelledFailure(order);
    }
    const turn = await look();
    if (turn.kind === "claimed") {
      return begin(order, turn.claimed, isFirst && !turn.claimed.tookOver);
    }
    if (turn.kind === "unsure") {
      await pause(jittered(pollSeconds / 10), order.signal);
      continue;
    }
    const waited = monotonicSeconds() - started;
    if (waited >= order.timeoutSeconds) {
      throw lockedFailure(order, turn.record);
    }
    say(turn.record);
    await giveWay();
    const interval = jittered(waited < secondsToSeniority ? pollSeconds : pollSeconds / 2);
    await pause(Math.min(interval, order.timeoutSeconds - waited), order.signal);
  }
}

/** Looks at the lock once, and takes it if it may be taken. */
function createLook(order: LockOrder): () => Promise<Turn> {
  const { requestSeconds } = timingOf(order);
  const claims = createClaims(order);
  const mayTakeOver = createTakeOver(order);
  const faults = createFaultLimit(order);
  let seen: Observation | null = null;

  async function look(): Promise<Turn> {
    const found = await inTime(requestSeconds, order.store.read(order.key));
    if (found !== null && claims.isOurs(found)) {
      return turnOf(await claims.confirm(found));
    }
    if (found !== null && found.record.releasedAt === null) {
      seen = observe(seen, found);
      const why = await mayTakeOver(seen);
      if (why === null) {
        return { kind: "held", record: found.record };
      }
      order.log.warning(`Taking over the lock of ${nameStage(order.key)} (${describeHolder(found.record)}): ${why}.`);
    }
    return turnOf(await claims.make(found));
  }

  return async () => {
    try {
      const turn = await look();
      faults.answered();
      return turn;
    } catch (error) {
      faults.failed(error);
      return { kind: "unsure" };
    }
  };
}

function turnOf(claimed: Claimed | null): Turn {
  return claimed === null ? { kind: "unsure" } : { kind: "claimed", claimed };
}

/** Starts to renew; a run that was cancelled meanwhile gives the lock back instead. */
async function begin(
  order: LockOrder,
  { stored, claimedAt, tookOver, previous }: Claimed,
  wasFree: boolean,
): Promise<HeldLock> {
  const lock = holdLock({
    store: order.store,
    stored,
    renewedAt: claimedAt,
    tookOver,
    wasFree,
    previous,
    log: order.log,
    timing: timingOf(order),
    now: () => timeOf(order),
  });
  if (order.signal.aborted) {
    await lock.release();
    throw cancelledFailure(order);
  }
  return lock;
}
