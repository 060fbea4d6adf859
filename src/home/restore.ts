import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { type History, newId } from "./history.ts";
import type { OpenHome } from "./home.ts";

/** What a restore did: the snapshot that it made of the state it replaced; null where there was no state. */
export type Restored = { readonly replaced: string | null };

/**
 * Brings a snapshot back as the stage's state, byte for byte, after the state that it replaces was kept as a snapshot, too. The resources
 * themselves are not touched: the next deploy or refresh starts from what the snapshot says. Whoever calls this holds the stage's lock, has
 * the home open to change the stage, and puts it on record. A snapshot of another app or stage is refused (`foreign-state`).
 */
export async function restoreSnapshot(order: {
  readonly opened: OpenHome;
  readonly history: History;
  readonly key: StageKey;
  readonly id: string;
}): Promise<Restored> {
  const { opened, history, key, id } = order;
  if (opened.replaceText === null) {
    throw new Failure({
      code: "no-history",
      message: "The states of this home are the engine's own backend's, and so is their history.",
      next: "Use `pulumi stack history` and `pulumi stack import`.",
    });
  }
  const { text } = await history.readSnapshot(key, id);
  const replaced = await keepCurrent(opened, history, key);
  await opened.replaceText(key, text);
  await opened.commit();
  return { replaced };
}

async function keepCurrent(opened: OpenHome, history: History, key: StageKey): Promise<string | null> {
  const current = await opened.text(key);
  if (current === null) {
    return null;
  }
  const id = newId(new Date());
  await history.addSnapshot(key, id, new TextEncoder().encode(current));
  return id;
}
