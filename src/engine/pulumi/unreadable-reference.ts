import type { Diagnostic } from "../change.ts";
import type { EngineEvent } from "./engine-event.ts";
import { referenceType } from "./reference-name.ts";

/** What the engine says (as information, and goes on with empty values) when it cannot open the secrets of a stage that is referred to. */
const elided = /^eliding undecryptable secrets for stack reference '(.*)'$/u;

/** Watches a run's references to other stages, and for those of which the secrets cannot be opened: an empty value in place of a secret would be deployed. */
export type ReferenceWatch = {
  readonly see: (event: EngineEvent) => void;
  /** Names of the stages that were referred to, as the program wrote them. */
  readonly names: () => readonly string[];
  /** Aborted at the first: the engine is to stop before it makes something of it. */
  readonly unreadable: AbortSignal;
  /** The error of the run; null when there was none. */
  readonly failure: () => readonly Diagnostic[] | null;
};

export function createReferenceWatch(): ReferenceWatch {
  const found = new Set<string>();
  const names = new Set<string>();
  const controller = new AbortController();
  return {
    unreadable: controller.signal,
    names: () => [...names],
    see: (event) => {
      if ("resourcePreEvent" in event && event.resourcePreEvent.metadata.type === referenceType) {
        const { new: after, old } = event.resourcePreEvent.metadata;
        const named = (after ?? old)?.inputs?.["name"];
        if (typeof named === "string") {
          names.add(named);
        }
      }
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
