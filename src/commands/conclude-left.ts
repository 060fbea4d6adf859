import type { ChangeSet } from "../engine/change.ts";
import type { StageKey } from "../engine/engine.ts";
import type { Checkpoint } from "../engine/pulumi/checkpoint.ts";
import { pendingOf } from "../engine/pulumi/pending.ts";
import { describeFailure } from "../failure.ts";
import { remainingResources } from "../home/checkpoint-text.ts";
import type { OpenHome } from "../home/home.ts";
import { maskReport } from "../report/mask-report.ts";
import type { StageReport } from "../report/stage-report.ts";
import type { Finish } from "./finish.ts";
import { keepUnstored } from "./keep-unstored.ts";
import { recordBrokenOff, tellLeft } from "./left-parts.ts";
import { updateOf } from "./update-of.ts";

/**
 * Stores the state that a killed step left, or keeps it elsewhere, and tells how its command ended. The state decides: a removal that left
 * nothing has removed the stage, everything else was cancelled. Resolves to what was told. Rejects where another run wrote the state.
 */
export async function concludeLeft(
  finish: Finish,
  of: {
    readonly begun: StageReport;
    readonly state: OpenHome | null;
    /** The stage's lock, if the home has any, is held again. */
    readonly isLocked: boolean;
    /** What the engine did, as far as it is known. */
    readonly changeSet: ChangeSet | null;
  },
): Promise<StageReport> {
  const { home, mask, now } = finish;
  const { begun, state } = of;
  const key: StageKey = { app: begun.app, stage: begun.stage };
  const unstored = state === null ? null : await store(finish, state, key);
  const checkpoint = await (state ?? home).checkpoint(key);
  // A preview holds no lock, and has nothing to say of how the stage stands.
  const mayRecord = of.isLocked && !begun.dryRun;
  const isEmptied = mayRecord && begun.command === "remove" && unstored === null && isEmpty(checkpoint);
  const undiscarded = isEmptied ? await discard(finish, state, key) : null;
  if (mayRecord && !isEmptied) {
    await quietly(finish, "The stage's record is not up to date", () => recordBrokenOff(finish));
  }
  const plain: StageReport = {
    ...begun,
    state: isEmptied && undiscarded === null ? "removed" : "cancelled",
    changeSet: begun.dryRun ? null : of.changeSet,
    pending: pendingOf(checkpoint),
    failure: unstored ?? undiscarded,
    endedAt: now().toISOString(),
  };
  const report = maskReport(plain, mask.hide);
  await quietly(finish, "History does not have what was done", async () => state?.addToHistory(updateOf(report)));
  await tellLeft(finish, report);
  return report;
}

/** Resolves to what is to be said where the state cannot be stored. */
async function store(finish: Finish, state: OpenHome, key: StageKey): Promise<StageReport["failure"]> {
  try {
    await state.commit();
    return null;
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.code === "state-taken") {
      throw error;
    }
    return keepUnstored(finish, { opened: state, key, failure });
  }
}

function isEmpty(checkpoint: Checkpoint | null): boolean {
  return checkpoint !== null && remainingResources(checkpoint).length === 0 && pendingOf(checkpoint).length === 0;
}

/** Forgets the emptied stage. Resolves to why that cannot be done. */
async function discard({ home }: Finish, state: OpenHome | null, key: StageKey): Promise<StageReport["failure"]> {
  try {
    await using opened =
      state === null ? await home.open({ key, mode: "change", fenceOff: false, left: () => undefined }) : null;
    await (state ?? opened)?.discard(key);
    return null;
  } catch (error) {
    return describeFailure(error);
  }
}

async function quietly({ log }: Finish, otherwise: string, act: () => Promise<void>): Promise<void> {
  await act().catch((error: unknown) => log.warning(`${otherwise}: ${describeFailure(error).message}`));
}
