import type { Change, ChangeSet, Diagnostic, PolicyFindings, PropertyDiff, StageOutput } from "../engine/change.ts";
import { mostDestructiveFirst } from "./change-order.ts";
import { cutMiddle } from "./cut.ts";
import { bindingFirst } from "./policies.ts";
import { takeFitting, unitsOf } from "./room.ts";
import type { StageReport } from "./stage-report.ts";
import { stageUrls } from "./url.ts";

/** What the changes of a change set may take as JSON, in UTF-16 units; more than a comment could show of them. */
const CHANGES_SIZE = 60_000;
const LONGEST_TEXT = 2000;
const LONGEST_VALUE = 500;
const MOST_DIAGNOSTICS = 20;
const MOST_VIOLATIONS = 30;

/**
 * A report cut to a bounded size (about 150 KB of JSON at most), to be kept: long texts and values without their middles, of many changes
 * the most destructive, as many as fit into `size` UTF-16 units. `leftOut` is how many changes are not in it. Counts stay as they are.
 */
export function briefReport(
  report: StageReport,
  size: number = CHANGES_SIZE,
): { readonly report: StageReport; readonly leftOut: number } {
  const { failure, changeSet, impact = null, reason } = report;
  const brief = changeSet === null ? null : briefChangeSet(changeSet, size);
  return {
    report: {
      ...report,
      reason: reason === null ? null : cutMiddle(reason, LONGEST_TEXT),
      failure:
        failure === null
          ? null
          : {
              ...failure,
              message: cutMiddle(failure.message, LONGEST_TEXT),
              next: cutMiddle(failure.next, LONGEST_TEXT),
            },
      changeSet: brief,
      impact:
        impact === null
          ? null
          : {
              ...impact,
              changeSet: impact.changeSet === null ? null : briefChangeSet(impact.changeSet, size),
              reason: impact.reason === null ? null : cutMiddle(impact.reason, LONGEST_TEXT),
            },
      pending: report.pending.slice(0, 50),
    },
    leftOut: (changeSet?.changes.length ?? 0) - (brief?.changes.length ?? 0),
  };
}

function briefChangeSet(changeSet: ChangeSet, size: number): ChangeSet {
  return {
    ...changeSet,
    changes: briefChanges(changeSet, size),
    diagnostics: changeSet.diagnostics.slice(0, shareOf(MOST_DIAGNOSTICS, size)).map(briefDiagnostic),
    policies: briefPolicies(changeSet.policies, shareOf(MOST_VIOLATIONS, size)),
    outputs: addressesOf(changeSet.outputs),
  };
}

/** The most destructive that fit. No more of them are cut than that: there may be thousands, with large values. */
function briefChanges(changeSet: ChangeSet, size: number): readonly Change[] {
  const changes = mostDestructiveFirst(changeSet.changes).values().map(briefChange);
  return takeFitting(changes, (change) => JSON.stringify(change), { size, measure: unitsOf });
}

function briefChange(change: Change): Change {
  return { ...change, properties: change.properties.map(briefProperty) };
}

function briefProperty(property: PropertyDiff): PropertyDiff {
  return {
    ...property,
    ...("old" in property ? { old: briefValue(property.old) } : {}),
    ...("new" in property ? { new: briefValue(property.new) } : {}),
  };
}

function briefValue(value: unknown): unknown {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > LONGEST_VALUE ? cutMiddle(text, LONGEST_VALUE) : value;
}

function briefDiagnostic(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, message: cutMiddle(diagnostic.message, LONGEST_TEXT) };
}

/** How many of something there may be beside changes of that size. */
function shareOf(most: number, size: number): number {
  return Math.ceil((most * size) / CHANGES_SIZE);
}

function briefPolicies({ counts, violations }: PolicyFindings, most: number): PolicyFindings {
  return {
    counts,
    violations: bindingFirst(violations)
      .slice(0, most)
      .map((violation) => ({ ...violation, message: cutMiddle(violation.message, LONGEST_VALUE) })),
  };
}

/** Of the outputs a comment shows the addresses alone. */
function addressesOf(outputs: Readonly<Record<string, StageOutput>>): Readonly<Record<string, StageOutput>> {
  return Object.fromEntries(
    stageUrls(outputs)
      .slice(0, 10)
      .map(({ name, url }) => [name, { value: url, secret: false }]),
  );
}
