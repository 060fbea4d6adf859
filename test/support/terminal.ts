import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

const repositoryRoot = resolve(import.meta.dirname, "../..");
const endSchema = z.object({ code: z.number(), asBefore: z.boolean() });

/** The compiled command line in a terminal of its own, with a person before it. */
export type TerminalRun = {
  /** Resolves when the terminal has shown such a text. */
  readonly shows: (text: RegExp) => Promise<void>;
  /** Types; `\n` ends a line, `\u0003` is Ctrl-C, `\u0004` Ctrl-D. */
  readonly type: (text: string) => void;
  /** Closes the terminal, as a window is closed. */
  readonly close: () => void;
  /** How it ended; `asBefore`: the terminal is left as it was found. `shown` is all that the terminal showed. */
  readonly ended: Promise<{ readonly code: number; readonly asBefore: boolean; readonly shown: string }>;
};

/** Starts `dist/cli.js` in a pseudo-terminal. Node has none of its own; Python, which tests need anyway, does. */
export function openTerminal(run: {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A program and its arguments that starts the command line. */
  readonly through?: readonly string[];
}): TerminalRun {
  const cli = [...(run.through ?? []), process.execPath, join(repositoryRoot, "dist/cli.js"), ...run.args];
  const child = spawn("python3", [join(import.meta.dirname, "terminal.py"), ...cli], {
    cwd: run.cwd,
    env: run.environment,
    stdio: ["pipe", "pipe", "pipe"],
    timeout: 120_000,
    killSignal: "SIGKILL",
  });
  let [shown, told] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (shown += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (told += text));
  child.stdin.on("error", () => undefined);
  const ended = new Promise<Awaited<TerminalRun["ended"]>>((done, reject) => {
    child.once("error", reject);
    child.once("close", () => {
      try {
        done({ ...endSchema.parse(JSON.parse(told)), shown });
      } catch (cause) {
        reject(new Error(`The terminal ended without a word of how: ${told}\n${shown}`, { cause }));
      }
    });
  });
  return {
    shows: async (text) => {
      while (!text.test(shown)) {
        if (child.exitCode !== null) {
          throw new Error(`The command ended without showing ${text}: ${shown}`);
        }
        await sleep(20);
      }
    },
    type: (text) => void child.stdin.write(text),
    close: () => void child.stdin.end(),
    ended,
  };
}
