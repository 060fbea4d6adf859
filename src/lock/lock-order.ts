import type { StageKey } from "../engine/engine.ts";
import type { Log } from "../log.ts";
import type { Observed } from "./job-proof.ts";
import type { LockOwner, LockRecord } from "./lock-record.ts";
import type { LockStore } from "./lock-store.ts";
import type { Place } from "./ticket.ts";
import { defaultTiming, type LockTiming } from "./timing.ts";

/** Which lock is wanted, for whom, and what may be done to get it. */
export type LockOrder = {
  readonly store: LockStore;
  readonly key: StageKey;
  readonly command: string;
  readonly owner: LockOwner;
  readonly log: Log;
  /** Aborted when the run is cancelled: ends the waiting. What is held stays held until it is released. */
  readonly signal: AbortSignal;
  /** How long to wait while others hold it; 0 to try once. */
  readonly timeoutSeconds: number;
  /**
   * Whether the holder is proven gone (`provenGone`); asked at most once a minute, and only about a lock that has been quiet. What it
   * throws counts as no proof.
   */
  readonly ownerIsGone?: (record: LockRecord, observed: Observed) => Promise<boolean>;
  /** Seconds to add to a lease that ran out: more than 0 while the last checkpoint names operations that its engine may still wait for. */
  readonly engineGrace?: (record: LockRecord) => Promise<number>;
  /** Of a deploy that others may be newer than; without it, nobody is given way to. */
  readonly place?: Place | undefined;
  readonly timing?: Partial<LockTiming>;
  /** Told who holds the lock, in words, when the waiting begins and whenever that is somebody else. */
  readonly waiting?: ((holder: string) => void) | undefined;
  /** For the times that people read; nothing is decided by them. */
  readonly now?: () => Date;
};

export function timingOf(order: { readonly timing?: Partial<LockTiming> }): LockTiming {
  return { ...defaultTiming, ...order.timing };
}

/** ISO 8601, UTC. */
export function timeOf(order: { readonly now?: () => Date }): string {
  return (order.now?.() ?? new Date()).toISOString();
}
