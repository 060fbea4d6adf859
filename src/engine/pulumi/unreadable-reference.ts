import type { Diagnostic } from "../change.ts";
import type { EngineEvent } from "./engine-event.ts";

/** What the engine says (as information, and goes on with empty values) when it cannot open the secrets of a stage that is referred to. */
const elided = /^eliding undecryptable secrets for stack reference '(.*)'$/u;

/** Watches a run for references to stages whose secrets cannot be opened: an empty value in place of a secret would be deployed. */
export type ReferenceWatch = {
  readonly see: (event: EngineEvent) => void;
  /** Aborted at the first: the engine is to stop before it makes something of it. */
  readonly unreadable: AbortSignal;
  /** The error of the run; null when there was none. */
  readonly failure: () => readonly Diagnostic[] | null;
};

export function createReferenceWatch(): ReferenceWatch {
  const found = new Set<string>();
  const controller = new AbortController();
  return {
    unreadable: controller.signal,
    see: (event) => {
      const name = "diagnosticEvent" in event ? elided.exec(event.diagnosticEvent.message.trim())?.[1] : undefined;
      if (name !== undefined) {
        found.add(name);
        controller.abort();
      }
    },
    failure: () => (found.size === 0 ? null : [...found].map(toDiagnostic)),
  };
}

function toDiagnostic(name: string): Diagnostic {
  return {
    severity: "error",
    message: `The secrets of ${name}, to which a stack reference refers, cannot be opened: they were encrypted with another passphrase. The run was stopped, since the engine would have gone on with empty values.`,
    urn: null,
    resource: null,
    source: null,
  };
}
