import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { type History, newId } from "./history.ts";
import type { OpenHome } from "./home.ts";
import type { KeptState } from "./kept-state.ts";
import { sha256 } from "./state-hash.ts";

/** What a restore did: the snapshot that it made of the state it replaced; null where there was no state. */
export type Restored = { readonly replaced: string | null };

/**
 * Brings a state back as the stage's, byte for byte, after the state that it replaces was kept as a snapshot. The resources themselves are
 * not touched: the next deploy or refresh starts from what this state says. Whoever calls this holds the stage's lock, has the home open to
 * change the stage, and puts it on record. A state of another app or stage is refused (`foreign-state`).
 */
export async function restoreText(order: {
  readonly opened: OpenHome;
  readonly history: History;
  readonly key: StageKey;
  readonly text: string;
}): Promise<Restored> {
  const { opened, history, key, text } = order;
  const replaceText = requireOwnStates(opened);
  const replaced = await keepCurrent(opened, history, key);
  await replaceText(key, text);
  await opened.commit();
  return { replaced };
}

/** Whether a kept state may be put back over the stage's state as it is now (null: none): nobody changed that since. */
export function mayGoOver(kept: KeptState, current: string | null): boolean {
  return kept.over.includes(current === null ? "none" : sha256(new TextEncoder().encode(current)));
}

function requireOwnStates(opened: OpenHome): NonNullable<OpenHome["replaceText"]> {
  if (opened.replaceText === null) {
    throw new Failure({
      code: "no-history",
      message: "The states of this home are the engine's own backend's, and so is their history.",
      next: "Use `pulumi stack history` and `pulumi stack import`.",
    });
  }
  return opened.replaceText;
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
