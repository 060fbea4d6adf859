import * as core from "@actions/core";

import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { neutraliseLogLine } from "../report/neutral.ts";

/** A log into the runner's: what it is given is masked, and can never be read as a workflow command. */
export function createRunnerLog(mask: Mask): Log {
  const safe = (text: string) => mask.hide(text).split("\n").map(neutraliseLogLine).join("\n");
  return {
    info: (text) => core.info(safe(text)),
    warning: (text) => core.warning(safe(text)),
    error: (text) => core.error(safe(text)),
    debug: (text) => core.debug(safe(text)),
  };
}
