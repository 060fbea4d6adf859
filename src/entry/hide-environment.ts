import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";

import { holdersOfTokens, isKeptBack } from "../engine/pulumi/kept-back.ts";

/**
 * Takes what the engine must not see out of the environment that this process was started with, where Linux shows it to every program of the same
 * user (`/proc/PID/environ`): changing `process.env` changes nothing there. The values stay in `process.env`, in memory that is not
 * shown. Resolves to false where that cannot be done: on other systems, or where the kernel does not let a process write to itself.
 */
export function hideEnvironment(environment: NodeJS.ProcessEnv): boolean {
  try {
    return process.platform === "linux" && hide(environment);
  } catch {
    return false;
  }
}

function hide(environment: NodeJS.ProcessEnv): boolean {
  const shown = readFileSync("/proc/self/environ");
  const start = startOfEnvironment(readFileSync("/proc/self/stat", "latin1"));
  const memory = openSync("/proc/self/mem", "r+");
  try {
    const there = Buffer.alloc(shown.length);
    readSync(memory, there, 0, there.length, start);
    if (!there.equals(shown)) {
      return false;
    }
    const holders = new Set(holdersOfTokens({ base: environment, token: null }));
    for (const { name, from, to } of entriesOf(shown)) {
      const value = environment[name];
      if (value !== undefined && (isKeptBack(name) || holders.has(name))) {
        // Set anew it is stored elsewhere; nothing points to the first place any more.
        environment[name] = value;
        writeSync(memory, Buffer.alloc(to - from), 0, to - from, start + from);
      }
    }
    return true;
  } finally {
    closeSync(memory);
  }
}

/** `env_start`, the 50th field of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; the second is a name that can hold anything. */
function startOfEnvironment(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[47]);
}

/** Where the values lie in a block of `NAME=value`, each ended by a zero byte. */
function entriesOf(block: Buffer): { readonly name: string; readonly from: number; readonly to: number }[] {
  const entries: { name: string; from: number; to: number }[] = [];
  for (let at = 0; at < block.length;) {
    const end = block.indexOf(0, at);
    const to = end === -1 ? block.length : end;
    const equals = block.indexOf("=", at);
    if (equals !== -1 && equals < to) {
      entries.push({ name: block.toString("utf8", at, equals), from: equals + 1, to });
    }
    at = to + 1;
  }
  return entries;
}
