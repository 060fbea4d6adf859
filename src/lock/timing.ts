/** The clockwork of a lock. All of it runs on this process's own monotonic clock: no two machines need to agree on the time. */
export type LockTiming = {
  /** A holder that is not heard of for so long has lost the lock. It renews four times as often, and gives itself up after half of it. */
  readonly leaseSeconds: number;
  /** The longest pause between two looks of somebody who waits. */
  readonly pollSeconds: number;
  /** How long the store may take for one answer. */
  readonly requestSeconds: number;
};

export const defaultTiming: LockTiming = { leaseSeconds: 120, pollSeconds: 1.5, requestSeconds: 5 };

/** Time between two renewals, in seconds. */
export function renewalPeriod(lease: { readonly leaseSeconds: number }): number {
  return lease.leaseSeconds / 4;
}

/** Seconds on a clock that only goes forward. */
export function monotonicSeconds(): number {
  return performance.now() / 1000;
}

/** A random duration within a quarter of the given one, so that those who started together do not stay together. */
export function jittered(seconds: number): number {
  return seconds * (0.75 + Math.random() / 2);
}
