import { durationText } from "../../report/duration.ts";
import type { Log } from "../../log.ts";

/** How often work that says nothing by itself is told to be under way, in milliseconds. */
const usualMs = 15_000;

/**
 * Does some work, and says in the log every now and then, with the time it has taken, that it still is under way: a log that stands
 * still looks like a program that does. `what` is asked anew for each line. Resolves and rejects as the work does.
 */
export async function sayProgress<Result>(
  { log, what, everyMs = usualMs }: { readonly log: Log; readonly what: () => string; readonly everyMs?: number },
  work: () => Promise<Result>,
): Promise<Result> {
  const begun = performance.now();
  const timer = setInterval(() => log.info(`${what()}, ${durationText((performance.now() - begun) / 1000)}`), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** How far a download is: `12 of 118 MB`, or only what came where the server does not say how much there is. */
export function receivedText({ bytes, total }: { readonly bytes: number; readonly total: number | null }): string {
  const megabytes = (count: number) => Math.round(count / 1e6);
  return total === null ? `${megabytes(bytes)} MB` : `${megabytes(bytes)} of ${megabytes(total)} MB`;
}
