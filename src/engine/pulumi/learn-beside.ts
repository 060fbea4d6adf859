import { setTimeout as sleep } from "node:timers/promises";

/** For so long (milliseconds) an engine that starts wants all of the machine; then it loads the program, for which one processor is enough. */
const startMs = 600;

/** Something that is learnt while an engine works. */
export type Learning = {
  /** Resolves when it is known; rejects with what kept it from being learnt. */
  readonly known: Promise<void>;
  /** Begins at once, where that has not been: there is nothing to spare any more. */
  readonly atOnce: () => void;
};

/** Learns something beside an engine that starts now, without slowing that start: deriving a key keeps a processor busy for 0.2 s. */
export function learnBeside(learn: () => Promise<void>): Learning {
  const waiting = new AbortController();
  const known = sleep(startMs, undefined, { signal: waiting.signal })
    .catch(() => undefined)
    .then(learn);
  // Whoever needs it awaits it; until then a failure must not count as unhandled.
  known.catch(() => undefined);
  return { known, atOnce: () => waiting.abort() };
}
