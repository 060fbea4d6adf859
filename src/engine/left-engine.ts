import { rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import type { Log } from "../log.ts";
import type { EngineProcess } from "./engine.ts";
import { markedProcesses } from "./marked-processes.ts";
import { claimSignal } from "./one-signal.ts";
import { stillRuns } from "./still-runs.ts";

/** How long each step of the ladder may take, in milliseconds. A post step has the rest of the runner's five minutes. */
export type LadderPatience = {
  /** For an engine that had its signal already, or may be ending by itself. */
  readonly politeMs: number;
  /** After the second signal, at which Pulumi stops its providers and notes what is pending. */
  readonly firmMs: number;
  readonly killedMs: number;
};

export const postPatience: LadderPatience = { politeMs: 150_000, firmMs: 15_000, killedMs: 5000 };

/**
 * Makes sure that an engine which a killed step left is gone, with all that it started: gives the one signal unless it had it (from whomever),
 * waits, gives the second, kills; then removes the run's own folder. Resolves to false when something of it still runs after all that.
 */
export async function endLeftEngine(left: {
  readonly process: EngineProcess;
  /** The main step sent the one signal already. */
  readonly signalled: boolean;
  readonly log: Log;
  readonly patience?: LadderPatience;
  /** For a later step, which reads there what the engine did. */
  readonly keepsFolder?: boolean;
}): Promise<boolean> {
  const { process: engine, log } = left;
  const patience = left.patience ?? postPatience;
  const goneWithin = (ms: number) => waitUntilGone(engine, ms);
  if (!left.signalled && !(await goneWithin(0)) && claimSignal(engine)) {
    log.info(`The engine (process ${engine.pid}) still runs. It is told to end, and finishes what it is doing.`);
    send(engine.pid, "SIGINT");
  }
  if (!(await goneWithin(patience.politeMs))) {
    log.info(`The engine (process ${engine.pid}) still runs, and is told to drop what it is doing.`);
    send(engine.pid, "SIGINT");
    await goneWithin(patience.firmMs);
  }
  if (!(await goneWithin(0))) {
    log.warning(`The engine (process ${engine.pid}) does not end and is killed.`);
    send(-engine.pid, "SIGKILL");
  }
  const gone = await endMarked(engine, patience.killedMs);
  if (gone && left.keepsFolder !== true) {
    await rm(engine.folder, { recursive: true, force: true });
  }
  return gone;
}

async function waitUntilGone(engine: EngineProcess, ms: number): Promise<boolean> {
  const until = performance.now() + ms;
  for (;;) {
    if (!(await stillRuns(engine.pid, engine.startedAt))) {
      return true;
    }
    if (performance.now() >= until) {
      return false;
    }
    await pause(100);
  }
}

/** Language hosts and providers have process groups of their own; what they all have is the mark in their environment. */
async function endMarked(engine: EngineProcess, ms: number): Promise<boolean> {
  const until = performance.now() + ms;
  for (;;) {
    const left = await markedProcesses(`STAGEWRIGHT_RUN_MARK=${engine.mark}`);
    if (left.length === 0) {
      return waitUntilGone(engine, 0);
    }
    if (performance.now() >= until) {
      return false;
    }
    for (const pid of left) {
      send(pid, "SIGKILL");
    }
    await pause(100);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
