import { setTimeout as sleep } from "node:timers/promises";

import { Failure } from "../failure.ts";
import { StoreUnavailable } from "./lock-store.ts";

/**
 * The answer, if it comes in time. If not, the request is left to itself: it may still happen, and whoever asks again finds out by the
 * record that is stored then.
 */
export async function inTime<Answer>(seconds: number, request: Promise<Answer>): Promise<Answer> {
  const done = new AbortController();
  const late = sleep(seconds * 1000, null, { signal: done.signal }).then(() => {
    throw new StoreUnavailable({
      code: "lock-store-unavailable",
      message: `The store of the locks did not answer within ${seconds} s.`,
      next: "Check the connection to the home, and run again.",
    });
  });
  try {
    return await Promise.race([request, late]);
  } finally {
    done.abort();
    late.catch(() => undefined);
    request.catch(() => undefined);
  }
}

/** Whether another try may help: the store did not answer, or not as it should. */
export function mayPass(error: unknown): boolean {
  return error instanceof StoreUnavailable || !(error instanceof Failure);
}

/** Waits, or resolves early when `signal` is aborted. With `ref: false` the wait alone does not keep the process alive. */
export async function pause(seconds: number, signal: AbortSignal, { ref } = { ref: true }): Promise<void> {
  await sleep(Math.max(0, seconds) * 1000, null, { signal, ref }).catch((error: unknown) => {
    if (!signal.aborted) {
      throw error;
    }
  });
}
