import * as core from "@actions/core";

import type { Log } from "../log.ts";
import { createMask, type Mask } from "../mask.ts";
import { bounded } from "../report/bounded.ts";
import { neutraliseLogLine } from "../report/neutral.ts";

/** A step's mask, which tells the runner of every secret, and its log. */
export function openRunnerLog(): { readonly mask: Mask; readonly log: Log } {
  const mask = createMask((value) => core.setSecret(value));
  return { mask, log: createRunnerLog(mask) };
}

/** A log into the runner's: what it is given is masked, and can never be read as a workflow command. */
function createRunnerLog(mask: Mask): Log {
  const harmless = (text: string) => text.split("\n").map(neutraliseLogLine).join("\n");
  const safe = (text: string) => harmless(mask.hide(text));
  // What becomes an annotation.
  const short = (text: string) => harmless(bounded(mask.hide(text)));
  return {
    info: (text) => core.info(safe(text)),
    warning: (text) => core.warning(short(text)),
    error: (text) => core.error(short(text)),
    debug: (text) => core.debug(safe(text)),
  };
}
