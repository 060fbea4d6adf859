import { once } from "node:events";
import { createInterface } from "node:readline/promises";

import type { StageKey } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import type { Home } from "../../home/home.ts";
import { oneLine } from "../../report/visible.ts";
import { usageError } from "./usage-error.ts";

/**
 * Has a person confirm that a stage which no event would remove is to go, by typing its name. An ephemeral one needs no confirmation; where
 * nobody can be asked, the removal is refused (`usage`). What the home has no record of counts as long-lived.
 */
export async function confirmRemoval(
  { home, signal }: { readonly home: Home; readonly signal: AbortSignal },
  { app, stage }: StageKey,
): Promise<void> {
  const record = (await home.records?.read({ app, stage })) ?? null;
  if (record?.ephemeral === true) {
    return;
  }
  const what = `Stage ${stage} of ${app} in ${home.where} is long-lived`;
  // The question is put on standard error: where that is a file, nobody sees it.
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw usageError(`${what}, and nobody is there to ask.`, "Repeat the command with `--yes` to remove it.");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = oneLine(`${what}, and removing it destroys all its resources. Type its name to remove it:`);
    // While it is asked, Ctrl-C is a key and no signal.
    terminal.once("SIGINT", () => process.emit("SIGINT"));
    // Ctrl-D and a signal reject the question, a terminal that goes away only closes: neither is an answer.
    const closed = once(terminal, "close").then(() => "");
    const typed = await Promise.race([terminal.question(`${question} `, { signal }).catch(() => ""), closed]);
    if (typed.trim() === stage) {
      return;
    }
  } finally {
    terminal.close();
  }
  if (signal.aborted) {
    throw new Failure({ code: "cancelled", message: "Nothing was removed.", next: "Repeat the command to remove it." });
  }
  throw new Failure({
    code: "not-confirmed",
    message: `Nothing was removed: that is not the name ${stage}.`,
    next: "Repeat the command and type the stage's name, or give `--yes`.",
  });
}
