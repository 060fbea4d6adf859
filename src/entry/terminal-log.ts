import { styleText } from "node:util";

import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { bounded } from "../report/bounded.ts";
import { visible } from "../report/visible.ts";

/** A log for people at a terminal, on standard error, so that standard output is only what was asked for. */
export function createTerminalLog(mask: Mask, { debug }: { readonly debug: boolean }): Log {
  const print = (text: string) => console.error(visible(text).split("\n").map(coloured).join("\n"));
  const say = (text: string) => print(mask.hide(text));
  return {
    info: say,
    warning: (text) => print(bounded(mask.hide(`warning: ${text}`))),
    error: (text) => print(bounded(mask.hide(`error: ${text}`))),
    debug: (text) => {
      if (debug) {
        say(text);
      }
    },
  };
}

/** By the sign of a resource's step. */
const colours = { "+": "green", "~": "yellow", "±": "magenta", "-": "red", "!": "red", "=": "cyan" } as const;

/** Where a person looks on; plain for files, pipes and those who set NO_COLOR. */
function coloured(line: string): string {
  const sign = /^(?<sign>[+~±!=-]) /u.exec(line)?.groups?.["sign"];
  return isSign(sign) ? styleText(colours[sign], line, { stream: process.stderr }) : line;
}

function isSign(sign: string | undefined): sign is keyof typeof colours {
  return sign !== undefined && sign in colours;
}
