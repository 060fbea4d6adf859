import type { ChangeOp } from "../change.ts";

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
  discard: "delete",
  "discard-replaced": "replace",
  "remove-pending-replace": null,
  refresh: "refresh",
  import: "import",
  "import-replacement": "replace",
};

/** The change that a step of the engine counts as; null for bookkeeping and for kinds that a later engine may bring. */
export function changeOpOf(op: string): ChangeOp | null {
  return changeOps[op] ?? null;
}

/** Whether a step gets rid of what a replacement replaced. */
export function isReplacedEnd(op: string): boolean {
  return op === "delete-replaced" || op === "discard-replaced";
}

/** Whether a step makes the new one of a replacement. */
export function isReplacementStart(op: string): boolean {
  return op === "create-replacement" || op === "import-replacement" || op === "read-replacement";
}
