import { inTime } from "./ask-store.ts";
import { quietPeriod } from "./job-proof.ts";
import type { LockOrder } from "./lock-order.ts";
import type { StoredLock } from "./lock-store.ts";
import { monotonicSeconds } from "./timing.ts";

/** GitHub is asked about a holder at most so often, and how long it may take to say. */
const secondsBetweenQuestions = 60;
const secondsToAnswer = 20;
/** A killed main step has a `post:` step, which goes on with the lock while it ends the engine; so long it has to come. */
const secondsForPost = 5;

/** A lock as a waiter sees it: this very version, and since when it has not changed, on the waiter's own clock. */
export type Observation = { readonly stored: StoredLock; readonly since: number };

/** What is seen now, with the time since when nothing changed. */
export function observe(before: Observation | null, stored: StoredLock): Observation {
  return before?.stored.version === stored.version
    ? before
    : { stored, since: monotonicSeconds() - (stored.ageSeconds ?? 0) };
}

/**
 * Decides when a held lock may be taken: why, or null for not yet. A lease runs out by the waiter's own observation, and by how old the
 * store says that the version was at the first look: the same version, unchanged for the whole lease. The holder counts from the moment before it wrote that version, so it has always given up first,
 * whatever the clocks of the two say.
 */
export function createTakeOver(order: LockOrder): (seen: Observation) => Promise<string | null> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let gone: { readonly version: string; readonly since: number } | null = null;

  /** A killed main step's `post:` has its time from the moment at which the process was seen to be gone. */
  async function processIsGone({ stored: { record, version } }: Observation): Promise<boolean> {
    if ((await order.store.ownerIsGone?.(record)) !== true) {
      gone = null;
      return false;
    }
    if (gone?.version !== version) {
      gone = { version, since: monotonicSeconds() };
    }
    return record.owner.kind !== "run" || monotonicSeconds() - gone.since >= secondsForPost;
  }

  async function jobIsGone(seen: Observation, unchangedSeconds: number): Promise<boolean> {
    const { record } = seen.stored;
    const isTime = monotonicSeconds() - askedAt >= secondsBetweenQuestions && unchangedSeconds >= quietPeriod(record);
    if (order.ownerIsGone === undefined || !isTime) {
      return false;
    }
    askedAt = monotonicSeconds();
    return inTime(secondsToAnswer, order.ownerIsGone(record, { unchangedSeconds })).catch((error: unknown) => {
      order.log.debug(`Whether the lock's holder still runs could not be found out: ${String(error)}`);
      return false;
    });
  }

  return async (seen) => {
    const { record } = seen.stored;
    const unchangedSeconds = monotonicSeconds() - seen.since;
    if (await processIsGone(seen)) {
      return "its process has ended";
    }
    if (await jobIsGone(seen, unchangedSeconds)) {
      return "its job has ended";
    }
    if (unchangedSeconds < record.leaseSeconds) {
      return null;
    }
    const grace = (await order.engineGrace?.(record)) ?? 0;
    return unchangedSeconds < record.leaseSeconds + grace
      ? null
      : `it was not renewed for ${Math.round(unchangedSeconds)} s`;
  };
}
