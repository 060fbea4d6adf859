import type { StageKey } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import { parseKept } from "../../home/kept-state.ts";
import { mayGoOver } from "../../home/restore.ts";
import type { Settlement, SettledStates } from "../../home/settled-states.ts";
import { nameStage } from "../../lock/describe-lock.ts";
import { commandLine } from "../../reader/advice.ts";
import type { LockPatience } from "../hold-lock.ts";
import { bringBack } from "./restore-state.ts";
import type { Answer, Toolkit } from "./toolkit.ts";

/**
 * Puts a state back that a run could not store, and kept in a file, encrypted. A stage that was changed since is a `Failure`
 * (`state-changed`), as is a file of another stage, and one that is no kept state.
 */
export async function restoreKept(
  toolkit: Toolkit,
  order: {
    readonly key: StageKey;
    /** What is in the file, and its name for people. */
    readonly text: string;
    readonly file: string;
    readonly reason: string | null;
    readonly patience: LockPatience;
  },
): Promise<Answer> {
  const { key, file } = order;
  const settled = settledOf(toolkit);
  const kept = parseKept(order.text);
  if (kept === null) {
    throw new Failure({
      code: "no-kept-state",
      message: `${file} is not a state that a run of Stagewright kept because it could not store it.`,
      next: "Moves from plain Pulumi go by the command `state import` (`--from-file`); snapshots are restored by their id.",
    });
  }
  if (kept.app !== key.app || kept.stage !== key.stage || kept.where !== toolkit.home.where) {
    throw new Failure({
      code: "foreign-state",
      message: `${file} holds a state of ${nameStage(kept)} in ${kept.where}, not of ${nameStage(key)} in ${toolkit.home.where}.`,
      next: "Name that stage and that home (`--stage`, `--app`, `--home`).",
    });
  }
  const text = await settled.open(kept);
  const answer = await bringBack(toolkit, order, {
    id: kept.id,
    name: `the kept state ${kept.id}`,
    text,
    check: async (opened) => {
      const current = await opened.text(key);
      if (current !== text && !mayGoOver(kept, current)) {
        throw new Failure({
          code: "state-changed",
          message: `The state of ${nameStage(key)} was changed since ${kept.id} was kept: putting that back would forget what was made since.`,
          next: `Nothing was changed. Import or delete what is only in the kept state, then: ${commandLine(`state waive ${kept.id}`, key)}`,
        });
      }
    },
  });
  await settled.settle(key, kept.id, settlement(toolkit, "restored", order.reason));
  return answer;
}

/** Gives up a kept state by its id: the stage may be deployed without it. */
export async function waiveKept(
  toolkit: Toolkit,
  order: { readonly key: StageKey; readonly id: string; readonly reason: string | null },
): Promise<Answer> {
  const { key, id, reason } = order;
  await settledOf(toolkit).settle(key, id, settlement(toolkit, "waived", reason));
  return {
    text: `The kept state ${id} of ${nameStage(key)} is given up. What only it names is in no state: nothing updates or removes it.`,
    json: { waived: id },
    ok: true,
  };
}

function settlement({ run, now }: Toolkit, how: Settlement["how"], reason: string | null): Settlement {
  return { how, by: run.actor, reason, at: now().toISOString() };
}

function settledOf({ home }: Toolkit): SettledStates {
  if (home.settled === null) {
    throw new Failure({
      code: "no-such-part",
      message: `In ${home.where} the engine writes states where they stay: there are none that could not be stored.`,
      next: "Name the home that the run had (`--home s3://…`).",
    });
  }
  return home.settled;
}
