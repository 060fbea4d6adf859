import type { Diagnostic } from "../change.ts";
import type { DiagnosticEvent } from "./engine-event.ts";
import { sourceIn } from "./message-source.ts";
import { plainText } from "./plain-text.ts";
import { subjectOf } from "./urn.ts";

/** More messages of one severity than anyone reads; a program that prints without end must not fill the memory. */
const mostKept = 1000;

/** Said of the whole run when something else has been said of its cause. */
const generic =
  /^(?:update|preview|destroy|refresh) (?:failed|canceled)$|^Resource monitor has terminated, shutting down/u;

/** The language hosts' own words for a program that ended badly without an exception; the reason is in what it printed last. */
const badEnd = /exited with (?:a )?non-zero exit code/u;

/** How much of what a program printed last is told with its bad end. */
const lastLines = 30;

/** Messages of a run, each once. */
export type DiagnosticList = {
  readonly add: (event: DiagnosticEvent) => void;
  /**
   * In order; with a last one that says how many were left out, if any were. `failed`: the engine says that the run failed. Where no message
   * is an error then, what the program printed to its error stream is: the YAML language host reports no other way.
   */
  readonly all: (failed: boolean) => readonly Diagnostic[];
};

/** Collects a run's messages: each once, without those of a moment, and without the warning that a plugin was found on PATH. */
export function createDiagnosticList(): DiagnosticList {
  const kept: Diagnostic[] = [];
  const seen = new Set<string>();
  const counts = { info: 0, warning: 0, error: 0 };
  let leftOut = 0;
  let printed: string[] = [];
  const errorStream = new Set<Diagnostic>();
  return {
    add: (event) => {
      const said = toDiagnostic(event);
      if (event.severity === "info#err") {
        printed = [...printed, said.message].slice(-lastLines);
      }
      const diagnostic = said.severity === "error" && badEnd.test(said.message) ? withPrinted(said, printed) : said;
      if (event.ephemeral === true || diagnostic.message === "" || isNoise(diagnostic)) {
        return;
      }
      const name = JSON.stringify([diagnostic.severity, diagnostic.urn, diagnostic.message]);
      if (seen.has(name)) {
        return;
      }
      counts[diagnostic.severity] += 1;
      if (counts[diagnostic.severity] > mostKept) {
        leftOut += 1;
        return;
      }
      seen.add(name);
      kept.push(diagnostic);
      if (event.severity === "info#err") {
        errorStream.add(diagnostic);
      }
    },
    all: (failed) => {
      const specific = kept.filter((one) => one.severity === "error" && !generic.test(one.message));
      if (failed && specific.length === 0 && errorStream.size > 0) {
        return [
          ...kept.filter((one) => !errorStream.has(one) && !generic.test(one.message)),
          printedError([...errorStream]),
        ];
      }
      const told = specific.length === 0 ? kept : kept.filter((one) => !generic.test(one.message));
      return leftOut === 0 ? told : [...told, furtherMessages(leftOut)];
    },
  };
}

function toDiagnostic(event: DiagnosticEvent): Diagnostic {
  const message = plainText(event.message);
  return {
    severity: event.severity === "info#err" ? "info" : event.severity,
    message,
    ...subjectOf(event.urn),
    source: sourceIn(message),
  };
}

/** What a program printed to its error stream as one error, from where it says so itself. */
function printedError(stream: readonly Diagnostic[]): Diagnostic {
  const start = stream.findIndex(({ message }) => /^error\b/iu.test(message));
  const lines = stream
    .slice(Math.max(start, start === -1 ? stream.length - lastLines : 0))
    .map(({ message }) => message);
  const message = lines.join("\n").replace(/^error: /iu, "");
  return { severity: "error", message, urn: null, resource: null, source: sourceIn(message) };
}

function withPrinted(diagnostic: Diagnostic, printed: readonly string[]): Diagnostic {
  const message = [diagnostic.message, ...printed].join("\n").trim();
  return { ...diagnostic, message, source: sourceIn(message) };
}

/** We put the engine's own plugins on PATH ourselves. */
function isNoise(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "warning" && /^using .* from \$PATH at /u.test(diagnostic.message);
}

function furtherMessages(count: number): Diagnostic {
  return {
    severity: "info",
    message: `${count} further messages are left out.`,
    urn: null,
    resource: null,
    source: null,
  };
}
