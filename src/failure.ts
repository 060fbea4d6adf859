import { here } from "./reader/reader.ts";

/**
 * An error meant for people: what went wrong and what to do next. Anything else that is thrown is a bug of ours.
 *
 * `code` is stable and short (`no-project`, `wrong-passphrase`), so that docs and scripts can refer to it.
 */
export class Failure extends Error {
  readonly code: string;
  readonly next: string;

  constructor(failure: { code: string; message: string; next: string; cause?: unknown }) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.name = "Failure";
    this.code = failure.code;
    this.next = failure.next;
  }
}

/** What is said of anything that was thrown: a `Failure`'s own words, or the message of an unexpected error. */
export function describeFailure(error: unknown): { code: string; message: string; next: string } {
  if (error instanceof Failure) {
    return { code: error.code, message: error.message, next: error.next };
  }
  return {
    code: "unexpected",
    message: error instanceof Error ? error.message : String(error),
    next: `This is not an error that Stagewright knows. ${here("report a bug")}`,
  };
}
