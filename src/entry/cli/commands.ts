import { deploy, diff, refresh, remove } from "./command.ts";
import type { Command } from "./define-command.ts";
import { explain } from "./explain.ts";
import { outputs } from "./outputs.ts";
import { stages } from "./stages.ts";
import { exported, history, imported, list, restore, verify, waive } from "./state.ts";
import { unlock } from "./unlock.ts";

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  deploy,
  diff,
  remove,
  refresh,
  outputs,
  explain,
  stages,
  unlock,
  list,
  history,
  exported,
  imported,
  restore,
  waive,
  verify,
];
