import type { StageKey } from "../../engine/engine.ts";
import { parseCheckpoint, remainingResources } from "../../home/checkpoint-text.ts";
import type { OpenHome } from "../../home/home.ts";
import { restoreText } from "../../home/restore.ts";
import { nameStage } from "../../lock/describe-lock.ts";
import { recordStatus } from "../claim.ts";
import { holdLock, type LockPatience } from "../hold-lock.ts";
import { openStage } from "../open-stage.ts";
import { requireStage } from "./require-stage.ts";
import { type Answer, historyOf, type Toolkit } from "./toolkit.ts";

type Restore = {
  readonly key: StageKey;
  readonly reason: string | null;
  readonly patience: LockPatience;
};

/** A state that is to be brought back. */
export type RestoredText = {
  readonly id: string;
  /** For people: `snapshot …`. */
  readonly name: string;
  readonly text: string;
  /** Throws where it must not go over what is there. Called under the lock. */
  readonly check?: (opened: OpenHome) => Promise<void>;
};

/**
 * Brings a snapshot back as a stage's state, under the stage's lock; what it replaces is kept as a snapshot, too, and the restore is put on
 * record. The resources themselves are not touched. A state of another app or stage is a `Failure`.
 */
export async function restoreState(toolkit: Toolkit, order: Restore & { readonly id: string }): Promise<Answer> {
  const { key, id } = order;
  const history = historyOf(toolkit);
  // The snapshots of a stage that was removed bring it back.
  if ((await history.snapshots(key)).length === 0) {
    await requireStage(toolkit.home, key);
  }
  // Before anything is locked: what cannot be brought back needs no lock.
  const { text } = await history.readSnapshot(key, id);
  return bringBack(toolkit, order, { id, name: `snapshot ${id}`, text });
}

/** The same with any state of the stage. */
export async function bringBack(toolkit: Toolkit, order: Restore, restored: RestoredText): Promise<Answer> {
  const { key } = order;
  const { id, name, text } = restored;
  const history = historyOf(toolkit);
  const resources = remainingResources(parseCheckpoint(text, key, name)).length;
  await using lock = await holdLock(toolkit, order.patience, { key, command: "restore" });
  await using opening = openStage(toolkit, { key, mode: "restore", lock });
  const opened = await opening.opened;
  await restored.check?.(opened);
  const startedAt = toolkit.now().toISOString();
  const { replaced } = await restoreText({ opened, history, key, text });
  const record = (await toolkit.home.records?.read(key)) ?? null;
  await recordStatus(toolkit, record, { resources });
  await opened.addToHistory({
    command: "restore",
    outcome: "succeeded",
    reason: order.reason ?? name,
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
    text: `The state of ${nameStage(key)} is ${name} again, with ${resources} resources. ${before}\n${next}`,
    json: { restored: id, replaced, resources },
    ok: true,
  };
}
