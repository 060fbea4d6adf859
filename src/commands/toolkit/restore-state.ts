import type { StageKey } from "../../engine/engine.ts";
import { remainingResources } from "../../home/checkpoint-text.ts";
import { restoreSnapshot } from "../../home/restore.ts";
import { nameStage } from "../../lock/describe-lock.ts";
import { recordStatus } from "../claim.ts";
import { holdLock, type LockPatience } from "../hold-lock.ts";
import { openStage } from "../open-stage.ts";
import { requireStage } from "./require-stage.ts";
import { type Answer, historyOf, type Toolkit } from "./toolkit.ts";

/**
 * Brings a snapshot back as a stage's state, under the stage's lock; what it replaces is kept as a snapshot, too, and the restore is put on
 * record. The resources themselves are not touched. A state of another app or stage is a `Failure`.
 */
export async function restoreState(
  toolkit: Toolkit,
  order: {
    readonly key: StageKey;
    readonly id: string;
    readonly reason: string | null;
    readonly patience: LockPatience;
  },
): Promise<Answer> {
  const { key, id } = order;
  const history = historyOf(toolkit);
  // The snapshots of a stage that was removed bring it back.
  if ((await history.snapshots(key)).length === 0) {
    await requireStage(toolkit.home, key);
  }
  // Before anything is locked: what cannot be brought back needs no lock.
  const { state } = await history.readSnapshot(key, id);
  await using lock = await holdLock(toolkit, order.patience, { key, command: "restore" });
  await using opening = openStage(toolkit, { key, mode: "restore", lock });
  const opened = await opening.opened;
  const startedAt = toolkit.now().toISOString();
  const { replaced } = await restoreSnapshot({ opened, history, key, id });
  const record = (await toolkit.home.records?.read(key)) ?? null;
  const resources = remainingResources(state).length;
  await recordStatus(toolkit, record, { resources });
  await opened.addToHistory({
    command: "restore",
    outcome: "succeeded",
    reason: order.reason ?? `snapshot ${id}`,
    commit: null,
    actor: toolkit.run.actor,
    run: toolkit.run.link?.url ?? null,
    startedAt,
    endedAt: toolkit.now().toISOString(),
    counts: {},
    changes: [],
    moreChanges: 0,
  });
  const before = replaced === null ? "There was no state before." : `What it replaced is snapshot ${replaced}.`;
  const next =
    record === null
      ? "Nobody knows what the stage was made for, so nothing removes it by itself: deploy it, or remove it by hand."
      : "Its resources are as they were: refresh the stage, or deploy it, to bring state and resources together.";
  return {
    text: `The state of ${nameStage(key)} is snapshot ${id} again, with ${resources} resources. ${before}\n${next}`,
    json: { restored: id, replaced, resources },
    ok: true,
  };
}
