import type { StageKey } from "../../engine/engine.ts";
import { breakLock, readHolder } from "../../lock/break-lock.ts";
import { describeHolder, nameStage } from "../../lock/describe-lock.ts";
import { lockKey } from "../hold-lock.ts";
import { requireStage } from "./require-stage.ts";
import { type Answer, locksOf, type Toolkit } from "./toolkit.ts";

/**
 * Shows who holds a stage's lock and, given a reason, takes it from that holder: the reason is put on record, and the holder stops when it
 * next renews. Without a reason, a lock that is held is an answer that is not `ok`.
 */
export async function unlock(
  toolkit: Toolkit,
  { key, reason }: { readonly key: StageKey; readonly reason: string | null },
): Promise<Answer> {
  const store = locksOf(toolkit);
  const { log, now, run } = toolkit;
  const holder = await readHolder(store, lockKey(key));
  if (holder === null) {
    await requireStage(toolkit.home, key);
    return { text: `Nobody holds ${nameStage(key)}.`, json: { holder: null, broken: null }, ok: true };
  }
  const held = `${nameStage(key)} is held: ${describeHolder(holder)}, last renewed ${holder.renewedAt} for ${holder.leaseSeconds} s.`;
  if (reason === null) {
    const text = `${held}\nIf that run is gone for good, give a reason to take the lock from it. A run that is still at work stops when it notices.`;
    return { text, json: { holder, broken: null }, ok: false };
  }
  const { broken } = await breakLock({ store, key: lockKey(key), holder, by: run.actor, reason, log, now });
  return { text: `${held}\nThe lock was taken from it: ${reason}`, json: { holder, broken }, ok: true };
}
