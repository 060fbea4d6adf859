import { remainingResources } from "../../home/checkpoint-text.ts";
import type { Diagnostic } from "../change.ts";
import type { EngineOrder, EngineResult } from "../engine.ts";
import { createChangeSetBuilder } from "./change-set.ts";
import type { CheckedOut } from "./checked-out.ts";
import type { Checkpoint, StateResource } from "./checkpoint.ts";
import { cautionsOfPending, foreseeRemoval } from "./foresee-removal.ts";
import { knownFailure } from "./known-errors.ts";
import { pendingOf, settlePending } from "./pending.ts";
import { checkOutDeployed, lacksFile, lacksPackage, missingProvider } from "./removal-advice.ts";
import { programNeeded } from "./removal-checks.ts";
import type { PulumiRun } from "./run.ts";
import { openState, runOnState } from "./state-run.ts";
import type { PulumiTools } from "./tools.ts";

/**
 * Destroys what the home knows of a stage (`pulumi destroy`), from its state, with the key to its secrets from there: in the stage's own
 * project where that is checked out, so that its providers find their files, else in a generated folder. A stage that is gone already is a
 * success. Refused, before anything is destroyed, is a stage with protected resources, and one that needs its program where none is checked
 * out. A state with operations in flight is destroyed without them: they are reported, since what they were making may exist and be known to
 * nobody.
 */
export async function removeStage(tools: PulumiTools, order: EngineOrder): Promise<EngineResult> {
  const before = await order.home.checkpoint(order.key);
  const resources = before?.checkpoint.latest?.resources ?? [];
  const pendingBefore = pendingOf(before);
  for (const caution of cautionsOfPending(before)) {
    order.log.warning(caution);
  }
  if (before === null || resources.length === 0) {
    await forgetPending(order, before);
    return { outcome: "succeeded", changeSet: nothingChanged(), pending: pendingBefore };
  }
  const { checkedOut, need, files, refusal, cautions } = await foreseeRemoval(order, before);
  if (refusal !== null) {
    throw refusal;
  }
  for (const caution of cautions) {
    order.log.warning(caution);
  }
  await openState(tools, order, before);
  await order.home.prepare(order.key);

  const keepsProtected = order.options?.excludeProtected === true;
  // Never `--remove`: it deletes the user's Pulumi.<stage>.yaml, wherever `--config-file` points.
  const args = ["destroy", "--yes", "--skip-preview", ...(keepsProtected ? ["--exclude-protected"] : [])];
  const ended = await runOnState({ tools, order, before, checkedOut, need, args, preview: false });
  const lacks = ended.outcome === "failed" ? whatIsMissing(order, ended, { checkedOut, files, resources }) : null;
  const after = await order.home.checkpoint(order.key);
  const outcome = outcomeByState(ended, after, keepsProtected);
  const diagnostics = [...cautions.map(warning), ...ended.changeSet.diagnostics];
  const changeSet = { ...ended.changeSet, outputs: {}, diagnostics };
  if (outcome === "succeeded") {
    await forgetPending(order, after);
    return { outcome, changeSet, pending: pendingBefore };
  }
  return { outcome, changeSet, pending: pendingOf(after), ...(lacks === null ? {} : { next: lacks }) };
}

/**
 * How a removal ended, by what the state still holds: `pulumi destroy` that got one signal ends with exit code 0 and most resources left, and
 * one that was through when the signal came has removed everything, whatever its exit code. `keepsProtected`: those may be left.
 */
function outcomeByState(run: PulumiRun, after: Checkpoint | null, keepsProtected: boolean): PulumiRun["outcome"] {
  const left = after === null ? [] : remainingResources(after);
  const isAborted = run.end.reason === "aborted";
  if (run.outcome === "cancelled" && after !== null && left.length === 0 && pendingOf(after).length === 0) {
    return "succeeded";
  }
  const isExcused = keepsProtected && !(isAborted && left.some(isUnprotected));
  if (run.outcome !== "succeeded" || left.length === 0 || isExcused) {
    return run.outcome;
  }
  return isAborted ? "cancelled" : "failed";
}

function isUnprotected({ protect }: StateResource): boolean {
  return protect !== true;
}

/** Pending operations of a stage without resources: nothing in the state tells how to delete what they may have made. */
async function forgetPending(order: EngineOrder, checkpoint: Checkpoint | null): Promise<void> {
  const settled = checkpoint === null ? null : settlePending(checkpoint, pendingOf(checkpoint));
  if (settled !== null) {
    await order.home.replaceCheckpoint?.(order.key, settled);
  }
}

/**
 * What to do about a removal that failed for want of a part of the project; null where that is not why. A `Failure` where nothing was
 * begun and the reason is known.
 */
function whatIsMissing(
  order: EngineOrder,
  run: PulumiRun,
  on: {
    readonly checkedOut: CheckedOut;
    readonly files: readonly StateResource[];
    readonly resources: readonly StateResource[];
  },
): string | null {
  const { checkedOut, files, resources } = on;
  const said = [...run.changeSet.diagnostics.map((diagnostic) => diagnostic.message), run.end.stderr].join("\n");
  const isHere = checkedOut.project !== null && checkedOut.asDeployed !== false;
  const reason = isHere ? null : missingProvider(said, checkedOut, resources);
  if (run.changeSet.changes.length === 0) {
    const failure =
      reason === null ? knownFailure(said) : programNeeded(order, checkedOut, { reason, what: "removed" });
    if (failure !== null) {
      throw failure;
    }
  }
  if (isHere) {
    return lacksPackage(run) ? "Install the project's packages, and run the removal again." : null;
  }
  return reason !== null || lacksFile(run, files) ? checkOutDeployed(checkedOut.record) : null;
}

function warning(message: string): Diagnostic {
  return { severity: "warning", message, urn: null, resource: null, source: null };
}

function nothingChanged() {
  return createChangeSetBuilder({ preview: false, now: () => 0, dataTypes: [] }).finish();
}
