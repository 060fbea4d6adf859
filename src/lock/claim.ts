import { inTime } from "./ask-store.ts";
import { type LockOrder, timeOf, timingOf } from "./lock-order.ts";
import type { LockOwner, LockRecord } from "./lock-record.ts";
import type { StoredLock } from "./lock-store.ts";
import { monotonicSeconds } from "./timing.ts";

/** A lock that was stored for us, and when the request that did it began. */
export type Claimed = {
  readonly stored: StoredLock;
  readonly claimedAt: number;
  /** Its holder before had not given it back. */
  readonly tookOver: boolean;
  /** Who that was; null for the first. */
  readonly previous: LockOwner | null;
};

/** The tries of one acquisition to store its record. Each resolves to null when what was found is not stored any more. */
export type Claims = {
  /** Whether what is stored came from one of these tries, of which the answer was lost. */
  readonly isOurs: (found: StoredLock) => boolean;
  /** Stores our record over what was found. */
  readonly make: (found: StoredLock | null) => Promise<Claimed | null>;
  /** Stores our record again over itself: when it was stored first is not known, and a lease counts from a known moment. */
  readonly confirm: (found: StoredLock) => Promise<Claimed | null>;
};

export function createClaims(order: LockOrder): Claims {
  /** By the fencing number of each try, what it was over. */
  const fences = new Map<number, Pick<Claimed, "tookOver" | "previous">>();
  const { requestSeconds } = timingOf(order);

  async function put(record: LockRecord, found: StoredLock | null): Promise<Claimed | null> {
    const claimedAt = monotonicSeconds();
    const request =
      found === null ? order.store.create(order.key, record) : order.store.replace(order.key, record, found.version);
    const stored = await inTime(requestSeconds, request);
    const over = fences.get(record.fence) ?? { tookOver: false, previous: null };
    return stored === null ? null : { stored, claimedAt, ...over };
  }

  return {
    isOurs: ({ record }) =>
      record.releasedAt === null && record.owner.token === order.owner.token && fences.has(record.fence),
    make: (found) => {
      const record = newRecord(order, found?.record ?? null);
      fences.set(record.fence, {
        tookOver: found !== null && !wasGivenBack(found.record),
        previous: found?.record.owner ?? null,
      });
      return put(record, found);
    },
    confirm: (found) => put({ ...found.record, renewedAt: timeOf(order), revision: found.record.revision + 1 }, found),
  };
}

/** A holder from whom the lock was taken by hand gave nothing back, and may still run. */
function wasGivenBack({ releasedAt, broken }: LockRecord): boolean {
  return releasedAt !== null && releasedAt !== broken?.at;
}

function newRecord(order: LockOrder, before: LockRecord | null): LockRecord {
  const now = timeOf(order);
  return {
    version: 1,
    app: order.key.app,
    stage: order.key.stage,
    command: order.command,
    owner: order.owner,
    since: now,
    renewedAt: now,
    releasedAt: null,
    fence: (before?.fence ?? 0) + 1,
    revision: (before?.revision ?? 0) + 1,
    leaseSeconds: timingOf(order).leaseSeconds,
    broken: before?.broken ?? null,
  };
}
