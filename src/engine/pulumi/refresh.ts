import { Failure } from "../../failure.ts";
import type { EngineResult, RefreshOrder } from "../engine.ts";
import { noOptions } from "../run-options.ts";
import { adoptPending } from "./adopt.ts";
import { lookAtCheckout } from "./checked-out.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { knownFailure } from "./known-errors.ts";
import { markPartial, optionArguments } from "./option-arguments.ts";
import { pendingOf } from "./pending.ts";
import { needOfPython, programNeeded } from "./removal-checks.ts";
import { openState, runOnState } from "./state-run.ts";
import type { PulumiTools } from "./tools.ts";

/**
 * Compares a stage's state with what is really there (`pulumi refresh`), from the state alone, as a removal works, and takes over into it
 * what differs; with `look` nothing is changed. A stage without a state is a `Failure`.
 *
 * Creations that an engine left pending are adopted where the order names the id of what was made (`adopt.ts`). The others are cleared, and
 * reported: what they made may exist and be known to nobody.
 */
export async function refreshStage(tools: PulumiTools, order: RefreshOrder): Promise<EngineResult> {
  const before = await order.home.checkpoint(order.key);
  if (before === null) {
    throw new Failure({
      code: "no-state",
      message: `There is nothing to refresh: stage ${order.key.stage} of ${order.key.app} has no state.`,
      next: "Deploy the stage first.",
    });
  }
  const need = needOfPython(before.checkpoint.latest?.resources ?? []);
  const checkedOut = await lookAtCheckout(order);
  if (need !== null && checkedOut.project === null) {
    throw programNeeded(order, checkedOut, { reason: need.reason, what: "refreshed" });
  }
  if (checkedOut.note !== null) {
    order.log.info(checkedOut.note);
  }
  await openState(tools, order, before);
  const pending = pendingOf(before);
  const settled = adoptPending(before, order);
  if (!order.look) {
    await order.home.prepare(order.key);
    await settle(order, settled);
  }
  // Where the state is not ours to write, the engine clears what is pending.
  const clear = order.home.replaceCheckpoint === null ? ["--clear-pending-creates"] : [];
  const { options = noOptions } = order;
  const chosen = optionArguments(options, "refresh", "");
  const run = await runOnState({
    tools,
    order,
    before,
    checkedOut,
    need,
    args: ["refresh", ...(order.look ? ["--preview-only"] : ["--yes", "--skip-preview", ...clear]), ...chosen],
    preview: order.look,
  });
  const begun = run.outcome !== "failed" || run.changeSet.changes.length > 0;
  const failure = begun ? null : knownFailure(run.end.stderr);
  if (failure !== null) {
    throw failure;
  }
  const changeSet = markPartial({ ...run.changeSet, outputs: {} }, options);
  return { outcome: run.outcome, changeSet, pending: pending.filter(({ urn }) => order.look || !order.adopt.has(urn)) };
}

async function settle(order: RefreshOrder, settled: Checkpoint | null): Promise<void> {
  const { replaceCheckpoint } = order.home;
  if (replaceCheckpoint === null && order.adopt.size > 0) {
    throw new Failure({
      code: "adoption-impossible",
      message: "The state of this home is the engine's own backend's, and nothing can be adopted into it from here.",
      next: "Use `pulumi import TYPE NAME ID` in a checkout of the program.",
    });
  }
  if (settled !== null) {
    await replaceCheckpoint?.(order.key, settled);
  }
}
