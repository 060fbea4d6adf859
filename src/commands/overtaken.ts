import type { Event } from "../events/event.ts";
import type { HeldLock } from "../lock/lock.ts";
import type { LockOwner } from "../lock/lock-record.ts";
import type { RunInfo } from "./services.ts";

/**
 * Why a deploy that had to wait for its stage must not go on: a run of the same repository that began after it (GitHub counts runs up) held the
 * stage meanwhile. Says so also where GitHub cannot be asked which commit is the newest. null: it may. Runs that people start, first or
 * again, are their choice and always may.
 */
export function overtakenBy(
  lock: HeldLock | null,
  { run, event }: { readonly run: RunInfo; readonly event: Event },
): string | null {
  const own = run.owner;
  const previous = lock?.previous ?? null;
  if (lock === null || lock.wasFree || previous === null || run.attempt > 1 || event.kind === "manual") {
    return null;
  }
  return previous.repository === own.repository && isAfter(previous, own)
    ? `A newer run had this stage while this one waited for it (${previous.link ?? `run ${previous.run}`}).`
    : null;
}

function isAfter(previous: LockOwner, own: LockOwner): boolean {
  if (previous.run === null || own.run === null) {
    return false;
  }
  return previous.run === own.run ? (previous.attempt ?? 1) > (own.attempt ?? 1) : previous.run > own.run;
}
