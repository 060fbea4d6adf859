import { type Answer, refusal } from "./call.ts";

/** What goes wrong, for requests that match. */
export type Fault = {
  /** An operation's id in the description (`issues/create-comment`), or `graphql`; absent: every request. */
  readonly operation?: string;
  /** How often; absent: from now on. */
  readonly times?: number;
  /** Requests that are let through first. */
  readonly after?: number;
  /** The answer that GitHub gives instead of doing what it was asked. */
  readonly answer?: Answer;
  /** Milliseconds before anything is done. */
  readonly delay?: number;
  /** The connection ends without an answer, `before` or `after` the request was carried out. */
  readonly drop?: "before" | "after";
};

/** Faults in the order in which they were ordered; the first that matches a request is the one that it meets. */
export class Faults {
  readonly #open: { fault: Fault; skip: number; left: number }[] = [];

  add(fault: Fault): void {
    this.#open.push({ fault, skip: fault.after ?? 0, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#open.length = 0;
  }

  next(operation: string): Fault | null {
    for (const entry of this.#open) {
      const matches = entry.fault.operation === undefined || entry.fault.operation === operation;
      if (!matches || entry.left === 0) {
        continue;
      }
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      return entry.fault;
    }
    return null;
  }
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits */
export function secondaryRateLimit(retryAfterSeconds: number | null): Answer {
  const answer = refusal(
    403,
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
  );
  return retryAfterSeconds === null ? answer : { ...answer, headers: { "retry-after": String(retryAfterSeconds) } };
}

export function tooManyRequests(retryAfterSeconds: number): Answer {
  return {
    ...refusal(429, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."),
    headers: { "retry-after": String(retryAfterSeconds) },
  };
}

export function serverError(status: number = 500): Answer {
  return refusal(status, "Server Error");
}
