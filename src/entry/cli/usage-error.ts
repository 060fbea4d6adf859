import { Failure } from "../../failure.ts";
import { cutMiddle } from "../../report/cut.ts";
import { oneLine } from "../../report/visible.ts";

/** A command line that is wrong: nothing was done. */
const usageCode = "usage";

/** What else is wrong with a command line: values that an option cannot have. */
const badValues: ReadonlySet<string> = new Set(["bad-home", "bad-name", "bad-option", "bad-stage-name", "other-app"]);

/** Whether a failure's code says that the command line is wrong, and nothing was done: exit code 2. */
export function isUsage(code: string): boolean {
  return code === usageCode || badValues.has(code);
}

/** Says in one line what is wrong with a command line, and what to write instead. */
export function usageError(message: string, next: string): Failure {
  return new Failure({ code: usageCode, message: oneLine(message), next: oneLine(next) });
}

/** What was typed, as an error shows it: bounded, on one line. */
export function typed(text: string): string {
  return `\`${oneLine(cutMiddle(text, 80))}\``;
}
