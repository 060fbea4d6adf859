import type { Change } from "../engine/change.ts";
import { changeSign, changeStory, markedName, shownName, shownType } from "./change-line.ts";
import { groupByComponent, isDestructive, parentOf } from "./change-order.ts";
import { fence } from "./markdown.ts";
import type { Room } from "./room.ts";
import { urnParts } from "./urn.ts";
import { wrapDiffLine } from "./wrap-line.ts";

/** Columns are as wide as their widest text, but no wider than this; longer texts push the rest of their line. */
const WIDEST = 34;
const INDENT = "  ";
/** More lines than this never fit anywhere. */
const MOST_LINES = 2000;

/** How many leading changes fit, as lines of `changeFence`, each new component with a line of its own. */
export function countFitting(changes: readonly Change[], preview: boolean, room: Room): number {
  // No part of them has wider columns than the whole.
  const candidates = changes.slice(0, MOST_LINES);
  const shape = shapeOf(candidates, preview);
  const headed = { true: new Set([""]), false: new Set([""]) };
  let left = room.size;
  for (const [index, change] of candidates.entries()) {
    const parent = parentOf(change);
    const known = headed[`${isDestructive(change)}`];
    left -= known.has(parent) ? 0 : room.measure(parentLine(urnParts(parent))) + 1;
    known.add(parent);
    left -= room.measure(changeLines(change, shape, INDENT).join("\n")) + 1;
    if (left < 0) {
      return index;
    }
  }
  return candidates.length;
}

/**
 * One line a resource (wrapped where it is long) in GitHub's colours for differences: first what is deleted or replaced, then the rest, each grouped by component.
 * Whoever calls chooses how many there are.
 */
export function changeFence(changes: readonly Change[], preview: boolean): string {
  const shape = shapeOf(changes, preview);
  const destructive = changes.filter(isDestructive);
  const others = changes.filter((change) => !isDestructive(change));
  const lines = [...groupByComponent(destructive), ...groupByComponent(others)].flatMap((group) => {
    if (group.parent === null) {
      return group.changes.flatMap((change) => changeLines(change, shape, ""));
    }
    const header = group.header === null ? [parentLine(group.parent)] : changeLines(group.header, shape, "");
    return [...header, ...group.changes.flatMap((change) => changeLines(change, shape, INDENT))];
  });
  return fence("diff", lines);
}

type Shape = { readonly preview: boolean; readonly nameWidth: number; readonly typeWidth: number };

function shapeOf(changes: readonly Change[], preview: boolean): Shape {
  const indentOf = (change: Change) => (parentOf(change) === "" ? "" : INDENT);
  return {
    preview,
    nameWidth: widest(changes, (change) => indentOf(change) + markedName(change)),
    typeWidth: widest(changes, (change) => shownType(change.type)),
  };
}

function changeLines(change: Change, shape: Shape, indent: string): readonly string[] {
  const name = (indent + markedName(change)).padEnd(shape.nameWidth);
  const type = shownType(change.type).padEnd(shape.typeWidth);
  const line = `${changeSign(change, shape.preview)} ${name}  ${type}  ${changeStory(change, shape.preview)}`;
  return wrapDiffLine(line);
}

function parentLine(parent: { readonly name: string; readonly type: string }): string {
  return `# ${shownName(parent.name)}  ${shownType(parent.type)}`;
}

function widest(changes: readonly Change[], text: (change: Change) => string): number {
  return changes.reduce((width, change) => Math.min(WIDEST, Math.max(width, text(change).length)), 0);
}
