import * as core from "@actions/core";

import type { Log } from "../log.ts";
import { createMask, type Mask } from "../mask.ts";
import { neutraliseLogLine } from "../report/neutral.ts";

/** A step's mask, which tells the runner of every secret, and its log. */
export function openRunnerLog(): { readonly mask: Mask; readonly log: Log } {
  const mask = createMask((value) => core.setSecret(value));
  return { mask, log: createRunnerLog(mask) };
}

/** A log into the runner's: what it is given is masked, and can never be read as a workflow command. */
function createRunnerLog(mask: Mask): Log {
  const safe = (text: string) => mask.hide(text).split("\n").map(neutraliseLogLine).join("\n");
  return {
    info: (text) => core.info(safe(text)),
    warning: (text) => core.warning(safe(text)),
    error: (text) => core.error(safe(text)),
    debug: (text) => core.debug(safe(text)),
  };
}
