import { isDeepStrictEqual } from "node:util";

import type { ChangeOp } from "../change.ts";
import type { StepMetadata } from "./engine-event.ts";

/** The engine's step kinds (`pkg/resource/deploy/step.go`) and the change that each is, or is a part of; null for mere bookkeeping. */
const changeOps: Readonly<Record<string, ChangeOp | null>> = {
  same: "same",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  read: "read",
  "read-replacement": "replace",
  discard: "discard",
  "discard-replaced": "replace",
  "remove-pending-replace": null,
  refresh: "refresh",
  import: "import",
  "import-replacement": "replace",
};

/** The change that a step of the engine counts as; null for bookkeeping and for kinds that a later engine may bring. */
export function changeOpOf(step: StepMetadata): ChangeOp | null {
  const op = changeOps[step.op] ?? null;
  return op === "delete" && step.old?.retainOnDelete === true ? "retain" : op;
}

/** Whether a step forgets something that stays as it is: what the engine's own display calls `[retain]`. */
export function isRetained({ op, old }: StepMetadata): boolean {
  return old?.retainOnDelete === true && /^(?:delete|replace|create-replacement|delete-replaced)$/u.test(op);
}

/**
 * Whether the engine is done with a step as soon as it begins it: a component's, which no provider has a part in. What it tells of a
 * component later are outputs, and only where the program registers some.
 */
export function isDoneAtOnce(step: StepMetadata): boolean {
  return step.op !== "delete" && step.op !== "refresh" && (step.new ?? step.old)?.custom !== true;
}

/**
 * What a refresh found, by the engine's own rule (`RefreshStep.ResultOp`). The engine tells it in the event where refreshing is all that
 * it does; before a deploy (`options: refresh: always`) its event says `refresh`, whatever was found. `unclear`: outputs differ, and the
 * provider does not say whether that is a difference; an output that is another one each time is none.
 */
export function resultOfRefresh(step: StepMetadata): "same" | "update" | "delete" | "unclear" {
  const { op, old, new: after } = step;
  if (op === "same" || op === "update" || op === "delete") {
    return op;
  }
  if (after === null || after === undefined) {
    return "delete";
  }
  if ((step.diffs ?? []).length + Object.keys(step.detailedDiff ?? {}).length > 0) {
    return "update";
  }
  if (isDeepStrictEqual(old?.outputs ?? {}, after.outputs ?? {})) {
    return "same";
  }
  return old?.external === true ? "update" : "unclear";
}

/**
 * Whether the step that follows an unclear refresh shows that it had found a difference: the engine asked the provider anew, and it says so
 * though the program wants what it wanted before.
 */
export function confirmsDrift({ op, old, new: after }: StepMetadata): boolean {
  return op !== "same" && op !== "delete" && isDeepStrictEqual(old?.inputs ?? {}, after?.inputs ?? {});
}

/** Whether the engine's summary counts a read: only where it read something else than the last time (`shouldRecordReadStep`). */
export function isCountedRead({ old, new: after }: StepMetadata): boolean {
  return Boolean(old?.outputs && after?.outputs) && !isDeepStrictEqual(old?.outputs, after?.outputs);
}

/** Whether a step gets rid of what a replacement replaced. */
export function isReplacedEnd(op: string): boolean {
  return op === "delete-replaced" || op === "discard-replaced";
}

/** Whether a step makes the new one of a replacement. */
export function isReplacementStart(op: string): boolean {
  return op === "create-replacement" || op === "import-replacement" || op === "read-replacement";
}
