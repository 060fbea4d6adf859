import { Failure } from "../../failure.ts";
import type { RefreshOrder } from "../engine.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { pendingOf, settlePending } from "./pending.ts";

/**
 * The state as a refresh begins with it: creations that an engine left pending are in it as resources where the order names the id of what
 * was made, which nobody else can know, since providers find resources by nothing but their id; the refresh then reads what they really
 * are, or drops them. All others are cleared. null when the state names none as pending. An id for anything else is a `Failure`.
 *
 * The engine's own way (`pulumi refresh --import-pending-creates`, 3.259) forgets the operation and leaves the resource out of the state.
 */
export function adoptPending(before: Checkpoint, order: Pick<RefreshOrder, "adopt">): Checkpoint | null {
  const { latest } = before.checkpoint;
  const creating = (latest?.pending_operations ?? []).filter(({ type }) => type === "creating");
  const known = new Set(creating.map(({ resource }) => resource.urn));
  const unknown = [...order.adopt.keys()].find((urn) => !known.has(urn));
  if (unknown !== undefined) {
    throw new Failure({
      code: "nothing-to-adopt",
      message: `The state names no creation of ${unknown} as pending.`,
      next: known.size === 0 ? "No creation is pending there." : `Pending are: ${[...known].join(", ")}.`,
    });
  }
  const settled = settlePending(before, pendingOf(before));
  if (settled === null || latest === null || latest === undefined) {
    return null;
  }
  const adopted = creating.flatMap(({ resource }) => {
    const id = order.adopt.get(resource.urn);
    return id === undefined ? [] : [{ ...resource, id, outputs: resource.inputs ?? {} }];
  });
  const urns = new Set(adopted.map(({ urn }) => urn));
  const kept = (latest.resources ?? []).filter(({ urn }) => !urns.has(urn));
  return {
    ...settled,
    checkpoint: { ...settled.checkpoint, latest: { ...settled.checkpoint.latest, resources: [...kept, ...adopted] } },
  };
}
