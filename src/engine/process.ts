import { type ChildProcess, spawn } from "node:child_process";

import { Failure } from "../failure.ts";
import { createTail } from "./tail.ts";

/** How long the engine may take at each step of the ladder, in milliseconds. */
export type Patience = {
  /** Without any sign of life (output, or whatever `lastActivity` tells) for so long, the process is ended. */
  readonly inactivityMs: number;
  /** After the one polite signal to an inactive process: Pulumi waits for the operations under way. */
  readonly politeMs: number;
  /** After the second signal, at which Pulumi stops its providers and notes what is pending. */
  readonly firmMs: number;
};

export const defaultPatience: Patience = { inactivityMs: 30 * 60_000, politeMs: 60_000, firmMs: 15_000 };

export type ProcessOrder = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Aborted when the run is cancelled: exactly one SIGINT goes to the process, and then it is waited for. */
  readonly signal: AbortSignal;
  readonly patience?: Patience;
  /** Time (as of `performance.now()`) of the last sign of life that is not output, such as a line in the event log. */
  readonly lastActivity?: () => number;
  readonly started?: (process: { readonly pid: number; readonly startedAt: number }) => void;
};

export type ProcessEnd = {
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly reason: "ended" | "aborted" | "inactive";
  /** The last 64 KiB of each. */
  readonly stdout: string;
  readonly stderr: string;
};

/**
 * Runs a program by argument list (never through a shell), in a process group of its own, with pipes: so neither Ctrl-C in a terminal
 * nor the runner's own signals reach it behind our back, and it holds none of our streams open. Resolves however it ended; a program
 * that cannot be started is a `Failure`.
 */
export async function runProcess(order: ProcessOrder): Promise<ProcessEnd> {
  const child = spawn(order.command, [...order.args], {
    cwd: order.cwd,
    env: { ...order.environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const stdout = createTail();
  const stderr = createTail();
  let lastOutput = performance.now();
  child.stdout.on("data", (chunk: Buffer) => {
    lastOutput = performance.now();
    stdout.add(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    lastOutput = performance.now();
    stderr.add(chunk);
  });
  const closed = closeOf(child, order);
  if (child.pid !== undefined) {
    order.started?.({ pid: child.pid, startedAt: Date.now() });
  }
  const ladder = watch(child, order, () => Math.max(lastOutput, order.lastActivity?.() ?? 0));
  try {
    const code = await closed;
    return { code, reason: ladder.reason(), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    ladder.stop();
  }
}

function closeOf(child: ChildProcess, order: ProcessOrder): Promise<number | null> {
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
    // A grandchild that keeps the pipes open must not keep us waiting for ever: `exit` starts a short wait for `close`.
    child.once("exit", (code) => {
      setTimeout(() => resolve(code), 2000).unref();
    });
    child.once("close", (code) => resolve(code));
  });
}

/** Sends the one signal on abort, and walks the whole ladder when the process shows no sign of life any more. */
function watch(child: ChildProcess, order: ProcessOrder, lastActivity: () => number) {
  const patience = order.patience ?? defaultPatience;
  let reason: ProcessEnd["reason"] = "ended";
  let timer: NodeJS.Timeout | undefined;

  const abort = () => {
    if (reason === "ended") {
      reason = "aborted";
      child.kill("SIGINT");
    }
  };
  const climb = () => {
    reason = "inactive";
    child.kill("SIGINT");
    timer = setTimeout(() => {
      child.kill("SIGINT");
      timer = setTimeout(() => killGroup(child), patience.firmMs);
    }, patience.politeMs);
  };
  const look = () => {
    const idle = performance.now() - lastActivity();
    if (idle < patience.inactivityMs) {
      timer = setTimeout(look, patience.inactivityMs - idle);
      return;
    }
    if (reason === "aborted") {
      child.kill("SIGINT");
      timer = setTimeout(() => killGroup(child), patience.firmMs);
      return;
    }
    climb();
  };

  timer = setTimeout(look, patience.inactivityMs);
  if (order.signal.aborted) {
    abort();
  }
  order.signal.addEventListener("abort", abort, { once: true });
  return {
    reason: () => reason,
    stop: () => {
      clearTimeout(timer);
      order.signal.removeEventListener("abort", abort);
    },
  };
}

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
