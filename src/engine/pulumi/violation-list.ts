import type { Enforcement, PolicyFindings, PolicyViolation } from "../change.ts";
import type { DiagnosticEvent, PolicyEvent } from "./engine-event.ts";
import { plainText } from "./plain-text.ts";
import { subjectOf } from "./urn.ts";

/** More violations of one kind than anyone reads. */
const mostKept = 1000;
/** So many policies are named as the reason of a failure. */
const mostNamed = 10;

/** What policies objected to in a run, each once. */
export type ViolationList = {
  readonly add: (event: PolicyEvent) => void;
  /** In order; counted are also those that were not kept. */
  readonly all: () => PolicyFindings;
  /** Why the run fails, by the names of the policies that forbid it; null where none does. The engine itself says no more than that it failed. */
  readonly refusal: () => DiagnosticEvent | null;
};

/** Collects what policies objected to. */
export function createViolationList(): ViolationList {
  const kept: PolicyViolation[] = [];
  const seen = new Set<string>();
  const counts = { mandatory: 0, remediate: 0, advisory: 0 };
  return {
    add: (event) => {
      const violation = toViolation(event);
      const name = JSON.stringify(violation);
      if (seen.has(name)) {
        return;
      }
      counts[violation.enforcement] += 1;
      if (counts[violation.enforcement] <= mostKept) {
        seen.add(name);
        kept.push(violation);
      }
    },
    all: () => ({ counts: { ...counts }, violations: [...kept] }),
    refusal: () => {
      const forbidding = kept.filter(({ enforcement }) => enforcement === "mandatory");
      const names = [...new Set(forbidding.map(({ pack, policy }) => `${pack}/${policy}`))];
      const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
      const message = `Mandatory policies are violated: ${names.slice(0, mostNamed).join(", ")}${more}.`;
      return names.length === 0 ? null : { severity: "error", message };
    },
  };
}

function toViolation(event: PolicyEvent): PolicyViolation {
  return {
    pack: plainText(event.policyPackName),
    policy: plainText(event.policyName),
    enforcement: enforcementOf(event.enforcementLevel),
    message: plainText(event.message),
    ...subjectOf(event.resourceUrn),
  };
}

/** Versions of the engine say `advisory` or `warning` of what does not bind. */
function enforcementOf(level: string): Enforcement {
  return level === "mandatory" || level === "remediate" ? level : "advisory";
}
