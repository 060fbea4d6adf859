import type { Diagnostic } from "../change.ts";
import type { EngineOrder, EngineResult } from "../engine.ts";
import { createChangeSetBuilder } from "./change-set.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { knownFailure, missingPluginIn } from "./known-errors.ts";
import { pendingOf, settlePending } from "./pending.ts";
import { type PulumiProject, readProject } from "./project.ts";
import { needOfProgram, programNeeded, refuseProtected } from "./removal-checks.ts";
import type { PulumiRun } from "./run.ts";
import { openState, runOnState } from "./state-run.ts";
import type { PulumiTools } from "./tools.ts";
import { nameOf } from "./urn.ts";

/**
 * Destroys what the home knows of a stage (`pulumi destroy`), from its state alone: in a generated folder, with the key to its secrets
 * from the state. A stage that is gone already is a success. Refused, before anything is destroyed, is a stage with protected resources,
 * and one that needs its program where none is checked out. A state with operations in flight is destroyed without them: they are
 * reported, since what they were making may exist and be known to nobody.
 */
export async function removeStage(tools: PulumiTools, order: EngineOrder): Promise<EngineResult> {
  const before = await order.home.checkpoint(order.key);
  const resources = before?.checkpoint.latest?.resources ?? [];
  const pendingBefore = pendingOf(before);
  warnOfPending(order, pendingBefore);
  if (before === null || resources.length === 0) {
    await forgetPending(order, before);
    return { outcome: "succeeded", changeSet: nothingChanged(), pending: pendingBefore };
  }
  const keepsProtected = order.options?.excludeProtected === true;
  if (!keepsProtected) {
    refuseProtected(resources, order.key);
  }
  const need = needOfProgram(resources);
  const project = order.directory === null ? null : await readProject(order.directory);
  if (need !== null && project === null) {
    throw await programNeeded(order, { reason: need.reason, what: "removed" });
  }
  await openState(tools, order, before);
  await order.home.prepare(order.key);

  // Never `--remove`: it deletes the user's Pulumi.<stage>.yaml, wherever `--config-file` points.
  const args = ["destroy", "--yes", "--skip-preview", ...(keepsProtected ? ["--exclude-protected"] : [])];
  const ended = await runOnState({ tools, order, before, project, need, args, preview: false });
  await throwIfNotBegun(order, ended, project);
  const after = await order.home.checkpoint(order.key);
  const outcome = outcomeByState(ended, after, keepsProtected);
  if (outcome === "succeeded") {
    await forgetPending(order, after);
    return { outcome, changeSet: { ...ended.changeSet, outputs: {} }, pending: pendingBefore };
  }
  const diagnostics = [...ended.changeSet.diagnostics, ...missingPackages(ended)];
  const changeSet = { ...ended.changeSet, outputs: {}, diagnostics };
  return { outcome, changeSet, pending: pendingOf(after) };
}

/**
 * How a removal ended, by what the state still holds: `pulumi destroy` that got one signal ends with exit code 0 and most resources left, and
 * one that was through when the signal came has removed everything, whatever its exit code. `keepsProtected`: those may be left.
 */
function outcomeByState(run: PulumiRun, after: Checkpoint | null, keepsProtected: boolean): PulumiRun["outcome"] {
  const left = after?.checkpoint.latest?.resources ?? [];
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

function isUnprotected({ type, protect }: { readonly type: string; readonly protect?: boolean | undefined }): boolean {
  return protect !== true && type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:");
}

function warnOfPending(order: EngineOrder, pending: EngineResult["pending"]): void {
  for (const { urn, type } of pending) {
    order.log.warning(
      `An earlier run was cut off while ${type} ${nameOf(urn)}: the removal cannot know what came of it. Look whether it exists.`,
    );
  }
}

/** Pending operations of a stage without resources: nothing in the state tells how to delete what they may have made. */
async function forgetPending(order: EngineOrder, checkpoint: Checkpoint | null): Promise<void> {
  const settled = checkpoint === null ? null : settlePending(checkpoint, pendingOf(checkpoint));
  if (settled !== null) {
    await order.home.replaceCheckpoint?.(order.key, settled);
  }
}

async function throwIfNotBegun(order: EngineOrder, run: PulumiRun, project: PulumiProject | null): Promise<void> {
  if (run.outcome !== "failed" || run.changeSet.changes.length > 0) {
    return;
  }
  const said = [...run.changeSet.diagnostics.map((diagnostic) => diagnostic.message), run.end.stderr].join("\n");
  const plugin = missingPluginIn(said);
  if (plugin !== null && project === null) {
    throw await programNeeded(order, {
      reason: `it needs ${plugin}, which is neither installed nor to be downloaded here and so, most likely, is the project's own`,
      what: "removed",
    });
  }
  const failure = knownFailure(said);
  if (failure !== null) {
    throw failure;
  }
}

/** A dynamic provider's code is in the state, the packages that it uses are not. */
function missingPackages(run: PulumiRun): Diagnostic[] {
  const missing = run.changeSet.diagnostics
    .map((diagnostic) => /Cannot find (?:module|package) '([^']+)'/u.exec(diagnostic.message)?.[1])
    .find((name) => name !== undefined);
  if (missing === undefined) {
    return [];
  }
  const message = `A dynamic provider of this stage uses the package ${missing}, which is not here. Check out the commit that was deployed last, install its packages, and run the removal there again.`;
  return [{ severity: "warning", message, urn: null, resource: null, source: null }];
}

function nothingChanged() {
  return createChangeSetBuilder({ preview: false, now: () => 0, dataTypes: [] }).finish();
}
