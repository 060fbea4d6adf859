import { constants } from "node:os";

import type { Log } from "../../log.ts";

/** Told of the ways in which a person, a terminal or a machine ends the command line. */
export type Endings = {
  /** Aborted at the first of them: nothing new is begun, and the lock is given back. */
  readonly signal: AbortSignal;
  /** Aborted when a person insists: what is under way is dropped. */
  readonly hurry: AbortSignal;
};

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Wrappers (`npx`) hand Ctrl-C on that the terminal sent to us, too: two so close together are one. */
const sameMs = 250;

/** Listens from now on. However the command comes to its end then, its exit code is the signal's (130, 143, 129), as shells count. */
export function watchEndings(log: Log): Endings {
  const first = new AbortController();
  const second = new AbortController();
  let endedAt: number | null = null;
  const begin = (name: (typeof signals)[number]) => {
    endedAt = performance.now();
    process.once("exit", () => {
      process.exitCode = 128 + constants.signals[name];
    });
    log.warning(
      `${name === "SIGINT" ? "Interrupted" : `Ended by ${name}`}: nothing new is begun. What is under way is finished, the state is stored and the lock is given back.`,
    );
    first.abort();
  };
  const insist = () => {
    log.warning(
      "Interrupted again: the engine drops what it is doing. Resources that are being created right now may exist without being in the state. What is known is stored, and the lock is given back.",
    );
    second.abort();
  };
  for (const name of signals) {
    process.on(name, () => {
      if (endedAt === null) {
        begin(name);
      } else if (name === "SIGINT" && performance.now() - endedAt > sameMs && !second.signal.aborted) {
        insist();
      }
    });
  }
  return { signal: first.signal, hurry: second.signal };
}
