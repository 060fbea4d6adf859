import { Failure } from "../../failure.ts";
import { cutMiddle } from "../../report/cut.ts";
import { oneLine } from "../../report/visible.ts";

/** A command line that is wrong: nothing was done. Exit code 2. */
export const usageCode = "usage";

/** Says in one line what is wrong with a command line, and what to write instead. */
export function usageError(message: string, next: string): Failure {
  return new Failure({ code: usageCode, message: oneLine(message), next: oneLine(next) });
}

/** What was typed, as an error shows it: bounded, on one line. */
export function typed(text: string): string {
  return `\`${oneLine(cutMiddle(text, 80))}\``;
}
