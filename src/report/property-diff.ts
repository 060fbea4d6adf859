import type { Change, PropertyDiff } from "../engine/change.ts";
import { shownName, shownType } from "./change-line.ts";
import { changeWords } from "./change-words.ts";
import { cutMiddle } from "./cut.ts";
import { leafDiffs, type LeafDiff } from "./json-diff.ts";
import { codeLine } from "./markdown.ts";
import { valueText } from "./value-text.ts";
import { wrapDiffLine } from "./wrap-line.ts";

/** Values up to this length stand side by side; longer ones one above the other. */
const SHORT = 60;
const LONG = 400;
/** Leaves told of one property; a document that was written anew would fill the page. */
const MOST_LEAVES = 30;

/** Whether a change has differences to tell; all of a new resource's properties are new, all of a deleted one's are gone. */
export function hasPropertyDiffs(change: Change): boolean {
  return change.properties.length > 0 && change.op !== "create" && change.op !== "delete" && change.op !== "retain";
}

/** What differs, resource by resource, as blocks of lines for a `diff` fence. */
export function* propertyBlocks(changes: readonly Change[], preview: boolean): Generator<string> {
  for (const change of changes.filter(hasPropertyDiffs)) {
    const head = `# ${shownName(change.name)} (${shownType(change.type)}) ${changeWords(change, preview)}`;
    yield [head, ...change.properties.flatMap(propertyLines).flatMap(wrapDiffLine)].join("\n");
  }
}

function propertyLines(property: PropertyDiff): string[] {
  const note = property.forcesReplace ? "  (forces replacement)" : "";
  const leaves: LeafDiff[] = [];
  for (const leaf of property.kind === "update"
    ? leafDiffs({ path: property.path, old: property.old, new: property.new })
    : []) {
    if (leaves.length === MOST_LEAVES) {
      return [...leaves.flatMap((told) => leafLines(told, note)), `!   ${shownPath(property.path)}: … and more`];
    }
    leaves.push(leaf);
  }
  if (leaves.length > 0) {
    return leaves.flatMap((leaf) => leafLines(leaf, note));
  }
  // Added, deleted, or changed where both sides look the same: secrets, and what is known only afterwards.
  const { path, kind } = property;
  const whole = kind === "delete" ? { path, old: property.old } : { path, new: property.new };
  return kind === "update"
    ? [`!   ${shownPath(path)}: ${valueText(property.new, SHORT)} (changed)${note}`]
    : leafLines(whole, note);
}

function leafLines(leaf: LeafDiff, note: string): string[] {
  const path = shownPath(leaf.path);
  if (!("old" in leaf)) {
    return [`+   ${path}: ${valueText(leaf.new, LONG)}${note}`];
  }
  if (!("new" in leaf)) {
    return [`-   ${path}: ${valueText(leaf.old, LONG)}${note}`];
  }
  const before = valueText(leaf.old, LONG);
  const after = valueText(leaf.new, LONG);
  return before.length + after.length <= 2 * SHORT
    ? [`!   ${path}: ${before} → ${after}${note}`]
    : [`-   ${path}: ${before}`, `+   ${path}: ${after}${note}`];
}

function shownPath(path: string): string {
  return codeLine(cutMiddle(path, 200));
}
