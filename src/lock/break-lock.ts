import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import type { Log } from "../log.ts";
import { inTime, pause } from "./ask-store.ts";
import { describeHolder, nameStage } from "./describe-lock.ts";
import { timeOf, timingOf } from "./lock-order.ts";
import type { LockBreak, LockRecord } from "./lock-record.ts";
import type { LockStore, StoredLock } from "./lock-store.ts";
import { isSameHolding } from "./release.ts";
import { jittered } from "./timing.ts";
import { createFaultLimit } from "./waiting.ts";

/** Who holds a stage's lock now; null when nobody does. */
export async function readHolder(store: LockStore, key: StageKey): Promise<LockRecord | null> {
  const found = await store.read(key);
  return found === null || found.record.releasedAt !== null ? null : found.record;
}

export type BreakOrder = {
  readonly store: LockStore;
  readonly key: StageKey;
  /** Whom a person was shown, and decided about; nobody else's lock is broken. */
  readonly holder: LockRecord;
  readonly by: string;
  readonly reason: string;
  readonly log: Log;
  readonly now?: () => Date;
};

/**
 * Takes a lock from its holder, and writes into the record who did it and why: the holder reads it there when its next renewal fails,
 * and stops. Rejects with `lock-changed` when that holder does not hold it any more. Resolves to the record as it is stored then.
 */
export async function breakLock(order: BreakOrder): Promise<LockRecord> {
  const { store, key, holder } = order;
  const { requestSeconds } = timingOf({});
  const never = new AbortController().signal;
  const faults = createFaultLimit(order);
  const broken: LockBreak = {
    by: order.by,
    reason: order.reason,
    at: timeOf(order),
    from: { actor: holder.owner.actor, link: holder.owner.link },
  };
  for (;;) {
    try {
      const found = await inTime(requestSeconds, store.read(key));
      if (found !== null && isOurs(found)) {
        return found.record;
      }
      if (found === null || !isSameHolding(found.record, holder) || found.record.releasedAt !== null) {
        throw changed(found);
      }
      const next = { ...found.record, releasedAt: broken.at, broken, revision: found.record.revision + 1 };
      const stored = await inTime(requestSeconds, store.replace(key, next, found.version));
      if (stored !== null) {
        return stored.record;
      }
    } catch (error) {
      faults.failed(error);
    }
    // Renewed in between, or not answered: look again.
    await pause(jittered(0.3), never);
  }

  function isOurs({ record }: StoredLock): boolean {
    return record.broken?.at === broken.at && record.broken.by === broken.by && isSameHolding(record, holder);
  }

  function changed(found: StoredLock | null): Failure {
    const isFree = found === null || found.record.releasedAt !== null;
    return new Failure({
      code: "lock-changed",
      message: `The lock of ${nameStage(key)} changed meanwhile: ${isFree ? "it is free now" : describeHolder(found.record)}.`,
      next: "Nothing was broken. Look again at who holds it.",
    });
  }
}
