import type { Change, ChangeOp } from "../change.ts";
import type { StepMetadata } from "./engine-event.ts";
import { propertiesOf } from "./property-diff.ts";
import {
  isCountedRead,
  isDoneAtOnce,
  isReplacedEnd,
  isReplacementStart,
  isRetained,
  resultOfRefresh,
} from "./step-op.ts";
import { isStack, nameOf } from "./urn.ts";

/** A change in the making: a replacement is told in several steps, in either order. */
export type Draft = Omit<Change, "status" | "seconds" | "holdsData"> & {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly begun: readonly string[];
  readonly done: readonly string[];
  readonly failed: boolean;
  /** Whether what the step ends was only ever read. */
  readonly endsExternal: boolean;
  /** Whether the engine's own summary counts it. */
  readonly counts: boolean;
};

/** The draft with what one more event of its resource tells. `at` is in milliseconds. */
export function withStep(
  draft: Draft | undefined,
  step: StepMetadata,
  event: { readonly op: ChangeOp; readonly phase: "begun" | "done" | "failed"; readonly at: number },
): Draft {
  const state = step.new ?? step.old;
  const properties = propertiesIn(step, event.op);
  const parent = state?.parent ?? "";
  return {
    op: event.op,
    type: step.type,
    name: nameOf(step.urn),
    urn: step.urn,
    parent: parent === "" || isStack(parent) ? null : parent,
    properties: properties.length === 0 ? (draft?.properties ?? []) : properties,
    replaceKeys: event.op !== "replace" ? [] : withNew(draft?.replaceKeys, step.keys ?? []),
    protect: state?.protect ?? draft?.protect ?? false,
    ...retainedBy(step, draft),
    endsExternal: step.old?.external === true || (draft?.endsExternal ?? false),
    counts: event.op !== "read" || (event.phase === "done" && isCountedRead(step)),
    firstAt: draft?.firstAt ?? event.at,
    lastAt: event.at,
    begun: withNew(draft?.begun, [step.op]),
    done: event.phase === "done" || isDoneAtOnce(step) ? withNew(draft?.done, [step.op]) : (draft?.done ?? []),
    failed: event.phase === "failed" || (draft?.failed ?? false),
  };
}

function retainedBy(step: StepMetadata, draft: Draft | undefined): Pick<Change, "retained"> {
  if (isRetained(step)) {
    return { retained: { id: step.old?.id ?? "" } };
  }
  return draft?.retained === undefined ? {} : { retained: draft.retained };
}

/** What is made or deleted has nothing that differs; what a refresh found gone has lost its id. */
function propertiesIn(step: StepMetadata, op: ChangeOp): Change["properties"] {
  if (op === "create" || op === "delete" || op === "retain" || op === "discard") {
    return [];
  }
  if (op === "refresh" && resultOfRefresh(step) === "delete") {
    return [{ path: "id", kind: "delete", old: step.old?.id, forcesReplace: false }];
  }
  return propertiesOf(step, op === "refresh");
}

function withNew(known: readonly string[] | undefined, more: readonly string[]): readonly string[] {
  return [...new Set([...(known ?? []), ...more])];
}

/** The change, as it stands. `succeeded`: the engine says that the whole run did, so that no half of it is still to come. */
export function toChange(
  draft: Draft,
  run: {
    readonly preview: boolean;
    readonly succeeded: boolean;
    /** Whether a type's resources hold data. */
    readonly holdsData: (type: string) => boolean;
  },
): Change {
  const { firstAt, lastAt, begun, done: _, failed: __, endsExternal, counts: ___, ...change } = draft;
  const status = statusOf(draft, run);
  // What an earlier run's replacement left behind, or a replacement that never came to its second half, is a deletion.
  const isDeletionOnly = draft.op === "replace" && begun.every(isReplacedEnd);
  return {
    ...change,
    op: isDeletionOnly ? (draft.retained === undefined ? "delete" : "retain") : draft.op,
    status,
    holdsData: !endsExternal && run.holdsData(draft.type),
    seconds: status === "planned" ? null : (lastAt - firstAt) / 1000,
  };
}

function statusOf(draft: Draft, run: { readonly preview: boolean; readonly succeeded: boolean }): Change["status"] {
  if (draft.failed) {
    return "failed";
  }
  if (run.preview || draft.done.length === 0) {
    return "planned";
  }
  if (draft.op !== "replace" || draft.begun.every(isReplacedEnd)) {
    return "done";
  }
  const isMade = draft.done.some(isReplacementStart);
  return isMade && (run.succeeded || draft.done.some(isReplacedEnd)) ? "done" : "planned";
}
