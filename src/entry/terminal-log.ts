import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { visible } from "../report/visible.ts";

/** A log for people at a terminal, on standard error, so that standard output is only what was asked for. */
export function createTerminalLog(mask: Mask, { debug }: { readonly debug: boolean }): Log {
  const say = (text: string) => console.error(visible(mask.hide(text)));
  return {
    info: say,
    warning: (text) => say(`warning: ${text}`),
    error: (text) => say(`error: ${text}`),
    debug: (text) => {
      if (debug) {
        say(text);
      }
    },
  };
}
