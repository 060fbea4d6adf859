import type { Change, ChangeOp, PropertyDiff } from "../engine/change.ts";
import { typeName } from "../engine/type-name.ts";
import { losesData } from "./change-order.ts";
import { changeWords } from "./change-words.ts";
import { cutEnd, cutMiddle } from "./cut.ts";
import { codeLine } from "./markdown.ts";
import { briefValueText } from "./value-text.ts";

/** By these GitHub colours a line of a `diff` fence: red, orange, green, grey. */
const signs: Readonly<Record<ChangeOp, string>> = {
  delete: "-",
  replace: "!",
  retain: "!",
  update: "!",
  refresh: "!",
  create: "+",
  import: "+",
  read: "#",
  discard: "#",
  same: "#",
};

/** How a line on a change begins: a failure is red, and what was not reached has the grey of what did not happen. */
export function changeSign({ op, status }: Pick<Change, "op" | "status">, preview: boolean): string {
  if (status === "failed") {
    return "-";
  }
  return status === "planned" && !preview ? signs.read : signs[op];
}

/** A resource's name in the line on its change: a failure has a mark of its own, whatever failed. */
export function markedName({ name, status }: Pick<Change, "name" | "status">): string {
  return status === "failed" ? `✗ ${shownName(name)}` : shownName(name);
}

/** A resource's name for a line of code. */
export function shownName(name: string): string {
  return codeLine(cutMiddle(name, 80));
}

/** A resource's type for a line of code. */
export function shownType(type: string): string {
  return codeLine(cutMiddle(typeName(type), 80));
}

/** What happens to a resource and why, in a few words: `replaced, forced by engineVersion "14" → "15" (holds data)`. */
export function changeStory(change: Change, preview: boolean): string {
  const kept = change.retained !== undefined && change.op === "replace" ? " (the old one is retained)" : "";
  const what = changeWords(change, preview) + storyOf(change) + kept;
  return losesData(change) ? `${what} (holds data)` : what;
}

function storyOf(change: Change): string {
  if (change.op === "replace") {
    const forcing = forcingProperties(change);
    return forcing.length === 0 ? "" : `, forced by ${listed(forcing)}`;
  }
  const differing = change.op === "update" || change.op === "refresh" ? change.properties : [];
  return differing.length === 0 ? "" : `: ${listed(differing.map(propertyText))}`;
}

/** The properties that force the replacement, exact paths where the engine gives them. */
function forcingProperties(change: Change): readonly string[] {
  const exact = change.properties.filter((property) => property.forcesReplace);
  return exact.length > 0 ? exact.map(propertyText) : change.replaceKeys.map((key) => codeLine(cutMiddle(key, 80)));
}

function propertyText(property: PropertyDiff): string {
  const path = codeLine(cutMiddle(property.path, 60));
  const before = briefValueText(property.old, 30);
  const after = briefValueText(property.new, 30);
  const isTold = property.kind === "update" && before !== after && !isCut(before) && !isCut(after);
  return isTold ? `${path} ${before} → ${after}` : path;
}

function isCut(text: string): boolean {
  return text.includes(" more… ");
}

function listed(parts: readonly string[]): string {
  const shown = cutEnd(parts.slice(0, 3).join(", "), 200);
  return parts.length > 3 ? `${shown}, ${parts.length - 3} more` : shown;
}
