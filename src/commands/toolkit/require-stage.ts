import type { StageKey } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import type { Home } from "../../home/home.ts";
import { nameStage } from "../../lock/describe-lock.ts";
import { commandLine } from "../../reader/advice.ts";

/** Makes sure that the home knows a stage, by its record or its state; else throws `Failure` (`no-stage`). */
export async function requireStage(home: Home, key: StageKey): Promise<void> {
  const record = (await home.records?.read(key)) ?? null;
  if (record === null && (await home.text(key)) === null) {
    noStage(key, home.where);
  }
}

/** What every command says of a stage that is not there. */
export function noStage(key: StageKey, where: string): never {
  throw new Failure({
    code: "no-stage",
    message: `There is no ${nameStage(key)} in ${where}.`,
    next: `\`${commandLine("stages")}\` lists the stages that there are.`,
  });
}
