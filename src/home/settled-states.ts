import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { checkKey } from "./key.ts";
import { type KeptState, openState } from "./kept-state.ts";
import type { ObjectStore } from "./objects/objects.ts";

/** What became of a state that could not be stored when it was made. */
export type Settlement = {
  readonly how: "stored" | "restored" | "waived";
  readonly by: string;
  readonly reason: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
};

/** What a home knows of the states that runs had to keep elsewhere. */
export type SettledStates = {
  readonly isSettled: (key: StageKey, id: string) => Promise<boolean>;
  /** For good: the first word on a state counts. */
  readonly settle: (key: StageKey, id: string, settlement: Settlement) => Promise<void>;
  /** The text of a kept state, by the passphrase that the home's runs use. */
  readonly open: (kept: KeptState) => Promise<string>;
};

/** Settlements as objects of a home, `settled/APP/STAGE/ID.json`. */
export function createSettledStates(
  objects: Pick<ObjectStore, "get" | "putIfAbsent">,
  passphrase: () => Promise<string>,
): SettledStates {
  const nameOf = (key: StageKey, id: string) => {
    checkKey(key);
    if (!/^[\w-]{1,80}$/u.test(id)) {
      throw new Failure({
        code: "no-kept-state",
        message: `${JSON.stringify(id)} is not the id of a kept state.`,
        next: "The run that could not store its state names it, in its log and in the comment.",
      });
    }
    return `settled/${key.app}/${key.stage}/${id}.json`;
  };
  return {
    isSettled: async (key, id) => (await objects.get(nameOf(key, id))) !== null,
    settle: async (key, id, settlement) => {
      const text = `${JSON.stringify({ version: 1, id, ...settlement }, null, 2)}\n`;
      await objects.putIfAbsent(nameOf(key, id), new TextEncoder().encode(text));
    },
    open: async (kept) => openState(kept, await passphrase()),
  };
}
