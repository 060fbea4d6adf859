import { type ChildProcess, spawn } from "node:child_process";

import { Failure } from "../failure.ts";
import { claimSignal } from "./one-signal.ts";
import { openOutputFiles } from "./output-files.ts";

/** How long the engine may take at each step of the ladder, in milliseconds. */
export type Patience = {
  /** Without any sign of life (output, or whatever `lastActivity` tells) for so long, an idle process is ended. */
  readonly inactivityMs: number;
  /** The same while it waits for a resource: a database or a distribution can take an hour, and the engine says nothing meanwhile. */
  readonly busyMs: number;
  /** After the one polite signal to an inactive process: Pulumi waits for the operations under way. */
  readonly politeMs: number;
  /** After the second signal, at which Pulumi stops its providers and notes what is pending. */
  readonly firmMs: number;
};

export const defaultPatience: Patience = {
  inactivityMs: 30 * 60_000,
  busyMs: 3 * 60 * 60_000,
  politeMs: 60_000,
  firmMs: 15_000,
};

export type ProcessOrder = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Aborted when the run is cancelled: exactly one SIGINT goes to the process, and then it is waited for. */
  readonly signal: AbortSignal;
  /** Aborted after it when nobody wants to wait any more: the second signal, and the end if that does not help. */
  readonly hurry?: AbortSignal | undefined;
  readonly patience?: Patience;
  /** Time (as of `performance.now()`) of the last sign of life that is not output, such as a line in the event log. */
  readonly lastActivity?: () => number;
  /** Whether the process waits for something that may take long. */
  readonly isBusy?: () => boolean;
  readonly started?: (process: { readonly pid: number; readonly startedAt: number }) => void;
  /** A folder that we alone can read, where the process's streams are written while it runs. */
  readonly outputFolder: string;
  /** How much of the end of each stream is kept, in bytes; 64 KiB by default. */
  readonly keptBytes?: number;
};

export type ProcessEnd = {
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly reason: "ended" | "aborted" | "inactive";
  /** The end of each stream, as much of it as was to be kept. */
  readonly stdout: string;
  readonly stderr: string;
};

const usuallyKept = 64 * 1024;

/**
 * Runs a program by argument list (never through a shell), in a process group of its own, with files for its streams: so neither Ctrl-C in
 * a terminal nor the runner's own signals reach it behind our back, it holds none of our streams open, and it lives on when we are killed.
 * Resolves however it ended; a program that cannot be started is a `Failure`. A run that was cancelled before is not begun.
 */
export async function runProcess(order: ProcessOrder): Promise<ProcessEnd> {
  if (order.signal.aborted) {
    return { code: null, reason: "aborted", stdout: "", stderr: "" };
  }
  await using output = await openOutputFiles(order.outputFolder);
  const child = spawn(order.command, [...order.args], {
    cwd: order.cwd,
    env: { ...order.environment },
    stdio: ["ignore", output.stdout, output.stderr],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const ended = endOf(child, order);
  if (child.pid !== undefined) {
    order.started?.({ pid: child.pid, startedAt: Date.now() });
  }
  const ladder = watch(child, order, () => Math.max(output.lastWrite(), order.lastActivity?.() ?? 0));
  try {
    const code = await ended;
    return { code, reason: ladder.reason(), ...(await output.ends(order.keptBytes ?? usuallyKept)) };
  } finally {
    ladder.stop();
  }
}

function endOf(child: ChildProcess, order: ProcessOrder): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => {
      reject(
        new Failure({
          code: "engine-not-started",
          message: `${order.command} could not be started in ${order.cwd}: ${cause.message}`,
          next: "Check that the file exists, that it may be executed and that it is built for this machine.",
          cause,
        }),
      );
    });
    child.once("exit", (code) => resolve(code));
  });
}

/** Sends the one signal on abort, and walks the whole ladder when the process shows no sign of life any more. */
function watch(child: ChildProcess, order: ProcessOrder, lastActivity: () => number) {
  const patience = order.patience ?? defaultPatience;
  let reason: ProcessEnd["reason"] = "ended";
  let signals = 0;
  let timer: NodeJS.Timeout | undefined;

  const interrupt = () => {
    signals += 1;
    if (signals === 1 && child.pid !== undefined) {
      claimSignal({ pid: child.pid, folder: order.outputFolder });
    }
    child.kill("SIGINT");
  };
  const abort = () => {
    // One who falls silent had its signal already: another would cut off what it waits for.
    if (signals === 0) {
      reason = "aborted";
      interrupt();
    }
  };
  /** First signal (unless it had it), second signal, the end: each when the one before did not help. */
  const climb = () => {
    if (signals === 0) {
      reason = "inactive";
      interrupt();
      timer = setTimeout(climb, patience.politeMs);
      return;
    }
    if (signals === 1) {
      interrupt();
      timer = setTimeout(climb, patience.firmMs);
      return;
    }
    killGroup(child);
  };
  const hurry = () => {
    if (signals === 1) {
      clearTimeout(timer);
      climb();
    }
  };
  const look = () => {
    const idle = performance.now() - lastActivity();
    const left = (order.isBusy?.() === true ? patience.busyMs : patience.inactivityMs) - idle;
    if (left > 0) {
      // What is busy now may be idle at the next look, and then has less time.
      timer = setTimeout(look, Math.min(left, patience.inactivityMs));
      return;
    }
    climb();
  };

  timer = setTimeout(look, patience.inactivityMs);
  order.signal.addEventListener("abort", abort, { once: true });
  order.hurry?.addEventListener("abort", hurry, { once: true });
  return {
    reason: () => reason,
    stop: () => {
      clearTimeout(timer);
      order.signal.removeEventListener("abort", abort);
      order.hurry?.removeEventListener("abort", hurry);
    },
  };
}

/** Ends the process and its group. Pulumi's language host and providers have groups of their own and must be found by their mark. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  if (process.platform === "win32") {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
