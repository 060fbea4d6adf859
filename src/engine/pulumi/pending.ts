import type { PendingOperation } from "../engine.ts";
import type { Checkpoint } from "./checkpoint.ts";

/** The operations that were under way when an engine died on this stage, as its state names them. */
export function pendingOf(checkpoint: Checkpoint | null): PendingOperation[] {
  const pending = checkpoint?.checkpoint.latest?.pending_operations ?? [];
  return pending.map((operation) => ({ urn: operation.resource.urn, type: operation.type }));
}

/**
 * The state without the pending creations that it named before a run. A successful run has created each of those again, and the engine
 * itself would keep the stale entries for ever (`pulumi up` warns, goes on and leaves them); null when there are none to settle.
 */
export function settlePending(checkpoint: Checkpoint, before: readonly PendingOperation[]): Checkpoint | null {
  const stale = new Set(before.filter((operation) => operation.type === "creating").map((operation) => operation.urn));
  const { latest } = checkpoint.checkpoint;
  const pending = latest?.pending_operations ?? [];
  const kept = pending.filter((operation) => operation.type !== "creating" || !stale.has(operation.resource.urn));
  if (latest === null || latest === undefined || kept.length === pending.length) {
    return null;
  }
  return { ...checkpoint, checkpoint: { ...checkpoint.checkpoint, latest: { ...latest, pending_operations: kept } } };
}
