import type { Enforcement, PolicyFindings, PolicyViolation } from "../engine/change.ts";
import { boxList, boxRows } from "./box-list.ts";
import { shownName, shownType } from "./change-line.ts";
import { cutMiddle } from "./cut.ts";
import { messageLines } from "./diagnostics.ts";
import { foldOfBlocks, type Space } from "./folds.ts";
import { alertBox, code, codeLine, escapeText } from "./markdown.ts";
import { numbered } from "./numbered.ts";
import { takeRows } from "./room.ts";
import { urnParts } from "./urn.ts";
import { wrapTextLine } from "./wrap-line.ts";

const LONGEST_MESSAGE = 300;

const order: Readonly<Record<Enforcement, number>> = { mandatory: 0, remediate: 1, advisory: 2 };

/** What binds first, each kind in the engine's order. */
export function bindingFirst(violations: readonly PolicyViolation[]): readonly PolicyViolation[] {
  return violations.toSorted((one, other) => order[one.enforcement] - order[other.enforcement]);
}

/** How many violations there are, of every kind. */
export function countViolations({ counts }: PolicyFindings): number {
  return counts.mandatory + counts.remediate + counts.advisory;
}

/** The box on what policies object to, a row each as far as they fit; empty where there is nothing. */
export function policyAlert(findings: PolicyFindings): string {
  const { counts, violations } = findings;
  const total = countViolations(findings);
  if (total === 0) {
    return "";
  }
  const told = boxRows(bindingFirst(violations), rowText);
  if (counts.mandatory > 0) {
    const title = "**Mandatory policies are violated.** The run fails until they are fixed:";
    return alertBox("CAUTION", boxList(title, told, total));
  }
  const title = "**Policies are violated.** None of them is mandatory, so the run continues:";
  return alertBox(counts.remediate > 0 ? "CAUTION" : "WARNING", boxList(title, told, total));
}

function rowText(violation: PolicyViolation): string {
  const { enforcement, resource, message } = violation;
  const subject = resource === null ? "the stage" : `${code(shownName(resource))}${typeText(violation)}`;
  const text = escapeText(cutMiddle(message, LONGEST_MESSAGE));
  return `**${enforcement}** ${code(policyName(violation))} on ${subject}: ${text}`;
}

function typeText({ urn }: PolicyViolation): string {
  const { type } = urnParts(urn ?? "");
  return type === "" ? "" : ` (${code(shownType(type))})`;
}

/** `acme-rules/no-public-files`, for a line of code. */
function policyName({ pack, policy }: PolicyViolation): string {
  return `${codeLine(cutMiddle(pack, 60))}/${codeLine(cutMiddle(policy, 60))}`;
}

/** What found no place in the box, in a fold. */
export function policySection(findings: PolicyFindings, space: Space): readonly string[] {
  const violations = bindingFirst(findings.violations);
  const told = boxRows(violations, rowText).length;
  const total = countViolations(findings) - told;
  if (total === 0) {
    return [];
  }
  const blocks = takeRows(violations.slice(told).map(violationBlock), space.room);
  const summary = numbered(total, "more policy violation");
  return [foldOfBlocks({ summary, language: "text", blocks, total, elsewhere: space.elsewhere })];
}

function violationBlock(violation: PolicyViolation): string {
  return violationLines(violation).flatMap(wrapTextLine).join("\n");
}

/** A violation as plain text: who objects to what on the first line, the rest of the message below it. */
export function violationLines(violation: PolicyViolation): readonly string[] {
  const { enforcement, resource, message } = violation;
  const subject = resource === null ? "the stage" : shownName(resource);
  const [first = "", ...others] = messageLines(message, 12);
  return [
    `${enforcement} policy ${policyName(violation)} on ${subject}: ${first}`,
    ...others.map((line) => `  ${line}`),
  ];
}
