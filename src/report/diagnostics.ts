import type { Diagnostic } from "../engine/change.ts";
import { cutMiddle } from "./cut.ts";
import { codeLines } from "./markdown.ts";

/** A message with how often it came. */
export type ToldDiagnostic = Diagnostic & { readonly times: number };

/** Of a longer message the middle is left out before anything else is done with it. */
const LONGEST_KEPT = 10_000;

const order = { error: 0, warning: 1, info: 2 };

/** The same message of the same resource once; errors first, then warnings; empty messages not at all. */
export function uniqueDiagnostics(diagnostics: readonly Diagnostic[]): readonly ToldDiagnostic[] {
  const told = new Map<string, ToldDiagnostic>();
  for (const diagnostic of diagnostics) {
    const message = cutMiddle(diagnostic.message.trim(), LONGEST_KEPT);
    if (message !== "") {
      const key = keyOf({ ...diagnostic, message });
      told.set(key, { ...diagnostic, message, times: (told.get(key)?.times ?? 0) + 1 });
    }
  }
  return [...told.values()].sort((one, other) => order[one.severity] - order[other.severity]);
}

/** What the engine adds to every failure. */
const consequence = /^(update|preview|destroy|refresh) failed\.?$/i;

/** The errors that say why a run failed: without those that only say that it did, unless there are no others. */
export function causes(diagnostics: readonly ToldDiagnostic[]): readonly ToldDiagnostic[] {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const real = errors.filter((diagnostic) => !consequence.test(diagnostic.message));
  return real.length > 0 ? real : errors;
}

/** What is left to tell once `told` were: neither those nor what only follows from them. */
export function withoutTold(
  diagnostics: readonly ToldDiagnostic[],
  told: readonly ToldDiagnostic[],
): readonly ToldDiagnostic[] {
  const keys = new Set(told.map(keyOf));
  const follows = (diagnostic: Diagnostic) => diagnostic.severity === "error" && consequence.test(diagnostic.message);
  return diagnostics.filter((one) => !keys.has(keyOf(one)) && !(told.length > 0 && follows(one)));
}

function keyOf(diagnostic: Diagnostic): string {
  return `${diagnostic.severity} ${cutMiddle(diagnostic.resource ?? "", 200)}: ${diagnostic.message}`;
}

/** `2 warnings, 1 message`. */
export function diagnosticsText(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic["severity"], word: string) => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return number === 0 ? [] : [`${number} ${word}${number === 1 ? "" : "s"}`];
  };
  return [...count("error", "error"), ...count("warning", "warning"), ...count("info", "message")].join(", ");
}

const LONGEST_MESSAGE = 1500;
const LONGEST_LINE = 300;

/** The lines of a message for a fence, at most `most` (at least 4), the long middle of it left out. */
export function messageLines(message: string, most: number): readonly string[] {
  const lines = codeLines(cutMiddle(message.trim(), LONGEST_MESSAGE)).map((line) => cutMiddle(line, LONGEST_LINE));
  const left = lines.length - most + 1;
  return left <= 1 ? lines : [...lines.slice(0, most - 3), `… ${left} more lines …`, ...lines.slice(-2)];
}

/** `src/site.ts:12:3`. Of a file above the project's folder the name alone: the way to it tells where this machine keeps things. */
export function sourceText(source: NonNullable<Diagnostic["source"]>): string {
  const column = source.column === null ? "" : `:${source.column}`;
  return `${cutMiddle(withoutClimbing(source.file), 200)}:${source.line}${column}`;
}

function withoutClimbing(file: string): string {
  return /(?:^|[\\/])\.\.[\\/]/u.test(file) ? (file.split(/[\\/]/u).at(-1) ?? file) : file;
}
