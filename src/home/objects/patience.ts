import { setTimeout as sleep } from "node:timers/promises";

import { StoreUnavailable } from "../../lock/lock-store.ts";
import type { Log } from "../../log.ts";

/** How requests to a home are repeated: the one policy for all of them. */
export type Patience = {
  /** So long, in milliseconds, a request that is not answered is sent again. */
  readonly forMs: number;
  /** Told of each answer that did not come, before the next try. */
  readonly retrying?: (error: StoreUnavailable) => void;
};

/** Longer than a server takes to start again, and than its silence is waited out once. */
export const usualPatience: Patience = { forMs: 30_000 };

/** The usual patience, whose tries can be read in a debug log. */
export function patienceIn(log: Log): Patience {
  return { ...usualPatience, retrying: ({ message }) => log.debug(`Asking again, since ${message}`) };
}

/**
 * Asks until there is an answer. What no further try can fix is thrown at once; `StoreUnavailable`, which is no answer at all, when patience
 * has run out.
 */
export async function untilAnswered<Answer>(ask: () => Promise<Answer>, patience: Patience): Promise<Answer> {
  const until = performance.now() + patience.forMs;
  for (let turn = 1; ; turn += 1) {
    try {
      return await ask();
    } catch (error) {
      const wait = pauseMs(turn);
      if (!(error instanceof StoreUnavailable) || performance.now() + wait > until) {
        throw error;
      }
      patience.retrying?.(error);
      await sleep(wait);
    }
  }
}

/** The pause after a try, the first of which is 1, in milliseconds: longer each time, and never the same for two runs. */
export function pauseMs(turn: number): number {
  return Math.min(50 * 2 ** (turn - 1), 2000) * (0.75 + Math.random() / 2);
}
