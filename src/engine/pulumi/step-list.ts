import { type Change, type ChangeOp, noCounts } from "../change.ts";
import type { StepMetadata } from "./engine-event.ts";
import { type Draft, toChange, withStep } from "./step-draft.ts";
import { changeOpOf, confirmsDrift, isDoneAtOnce, isReplacementStart, resultOfRefresh } from "./step-op.ts";

/** What people are told of a resource's step when it ended. */
export type Progress = Pick<Change, "op" | "type" | "name" | "status" | "seconds">;

export type StepList = {
  readonly begun: (step: StepMetadata) => void;
  readonly done: (step: StepMetadata) => Progress | null;
  readonly failed: (step: StepMetadata) => Progress | null;
  /** The engine says that the whole run succeeded. */
  readonly succeeded: () => void;
  /** Whether a step that changes something is under way. */
  readonly isBusy: () => boolean;
  /** How many steps are under way. */
  readonly underWay: () => number;
  readonly all: () => { readonly changes: readonly Change[]; readonly counts: Readonly<Record<ChangeOp, number>> };
};

/** Joins the engine's steps to one change a resource; `now` is a clock in milliseconds, `holdsData` a test of types. */
export function createStepList(order: {
  readonly preview: boolean;
  readonly now: () => number;
  readonly holdsData: (type: string) => boolean;
}): StepList {
  const drafts = new Map<string, Draft>();
  const underWay = new Set<string>();
  // By URN: a preview tells the end of a component twice, a run that of some never.
  const same = new Set<string>();
  const told = new Set<string>();
  // What was refreshed before a deploy, by URN, where only the next step shows whether that found a difference.
  const unclear = new Set<string>();
  let succeeded = false;

  const note = (step: StepMetadata, op: ChangeOp, phase: "begun" | "done" | "failed"): Draft => {
    const id = `${op} ${step.urn}`;
    const draft = withStep(drafts.get(id), step, { op, phase, at: order.now() });
    drafts.set(id, draft);
    return draft;
  };

  const end = (step: StepMetadata, phase: "done" | "failed"): Progress | null => {
    // A refresh begins as such and ends as what it found: `same`, `update` (drift) or `delete` (gone).
    const isRefresh = underWay.delete(`refresh ${step.urn}`);
    underWay.delete(`${step.op} ${step.urn}`);
    if (step.op === "same" && phase === "done") {
      same.add(step.urn);
      return null;
    }
    const found = isRefresh && phase === "done" ? resultOfRefresh(step) : null;
    if (found === "same") {
      return null;
    }
    if (found === "unclear") {
      unclear.add(step.urn);
    }
    const op = isRefresh ? "refresh" : changeOpOf(step);
    if (op === null) {
      return null;
    }
    // A preview tells the end of a component twice: when it is registered and when it registers its outputs.
    const isTold = told.has(`${phase} ${step.op} ${step.urn}`);
    told.add(`${phase} ${step.op} ${step.urn}`);
    const draft = note(step, op, phase);
    const isSilent =
      isTold || found === "unclear" || (op === "replace" && phase === "done" && !isReplacementStart(step.op));
    return isSilent ? null : { ...toChange(draft, { ...order, succeeded: true }), op };
  };

  const settleRefresh = (step: StepMetadata) => {
    const urn = step.old?.urn ?? step.urn;
    if (step.op !== "refresh" && unclear.delete(urn) && !confirmsDrift(step)) {
      drafts.delete(`refresh ${urn}`);
    }
  };

  return {
    begun: (step) => {
      settleRefresh(step);
      const op = changeOpOf(step);
      if (op === "same" && isDoneAtOnce(step)) {
        same.add(step.urn);
      }
      if (op === null || op === "same") {
        return;
      }
      // A mark in the log, not work.
      if (step.op !== "replace" && !isDoneAtOnce(step)) {
        underWay.add(`${step.op} ${step.urn}`);
      }
      if (op !== "refresh") {
        note(step, op, "begun");
      }
    },
    done: (step) => end(step, "done"),
    failed: (step) => end(step, "failed"),
    succeeded: () => {
      succeeded = true;
    },
    isBusy: () => underWay.size > 0,
    underWay: () => underWay.size,
    all: () => {
      const steps = [...drafts.values()].map((draft) => ({
        change: toChange(draft, { ...order, succeeded }),
        counts: draft.counts,
      }));
      const counting = steps.filter(({ counts }) => counts).map(({ change }) => change);
      return {
        changes: steps.map(({ change }) => change),
        counts: counted(counting, { same: same.size, preview: order.preview }),
      };
    },
  };
}

function counted(
  changes: readonly Change[],
  run: { readonly same: number; readonly preview: boolean },
): Record<ChangeOp, number> {
  const counts = { ...noCounts(), same: run.same };
  for (const change of changes) {
    if (run.preview || change.status === "done") {
      counts[change.op] += 1;
    }
  }
  return counts;
}
