import { setTimeout as sleep } from "node:timers/promises";

import { StoreUnavailable } from "../../lock/lock-store.ts";
import type { Log } from "../../log.ts";

/**
 * How requests to a home are repeated, the one policy for all of them: asks until there is an answer. What no further try can fix is thrown
 * at once; `StoreUnavailable`, which is no answer at all, when patience has run out. After that each request has one try, until one is
 * answered: nobody waits as long again for a server that is gone.
 */
export type Patience = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

/** Longer than a server takes to start again, and than its silence is waited out once. */
const usualMs = 30_000;

/** Patience for `forMs` milliseconds, half a minute. `retrying` is told of each answer that did not come, before the next try. */
export function createPatience({
  forMs = usualMs,
  retrying,
}: {
  readonly forMs?: number;
  readonly retrying?: (error: StoreUnavailable) => void;
} = {}): Patience {
  let isInVain = false;
  return async (ask) => {
    const until = performance.now() + (isInVain ? 0 : forMs);
    for (let turn = 1; ; turn += 1) {
      try {
        const answer = await ask();
        isInVain = false;
        return answer;
      } catch (error) {
        const wait = pauseMs(turn);
        if (!(error instanceof StoreUnavailable)) {
          throw error;
        }
        if (performance.now() + wait > until) {
          isInVain = true;
          throw error;
        }
        retrying?.(error);
        await sleep(wait);
      }
    }
  };
}

/**
 * The usual patience, whose tries can be read in a debug log. No request is repeated for longer than its command goes on unstored: for
 * `atMostMs` milliseconds.
 */
export function patienceIn(log: Log, atMostMs: number): Patience {
  const retrying = ({ message }: StoreUnavailable) => log.debug(`Asking again, since ${message}`);
  return createPatience({ forMs: Math.min(usualMs, atMostMs), retrying });
}

/** The pause after a try, the first of which is 1, in milliseconds: longer each time, and never the same for two runs. */
export function pauseMs(turn: number): number {
  return Math.min(50 * 2 ** (turn - 1), 2000) * (0.75 + Math.random() / 2);
}
