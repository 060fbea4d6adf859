import type { Change, ChangeOp, ChangeSet } from "../engine/change.ts";
import { typeName } from "../engine/type-name.ts";
import { parentOf } from "./change-order.ts";
import { cutMiddle } from "./cut.ts";
import { fence } from "./markdown.ts";
import type { Room } from "./room.ts";
import { urnParts } from "./urn.ts";
import { oneLine } from "./visible.ts";

/** Mermaid draws more, but nobody could read it; its own limits are 500 edges and 50,000 characters. */
const MOST_NODES = 200;
const MOST_CHARACTERS = 45_000;

const marks: readonly (readonly [ChangeOp, string])[] = [
  ["delete", "−"],
  ["retain", "⊘"],
  ["replace", "±"],
  ["update", "~"],
  ["create", "+"],
];

/**
 * The components of a change set as a Mermaid graph, each with how many of its resources change; empty without components. What stands
 * in no component is the stage's own.
 */
export function componentGraph(changeSet: ChangeSet, stage: string, room: Room): readonly string[] {
  const components = componentsOf(changeSet.changes);
  if (components.size <= 1) {
    return [];
  }
  const lines = ["graph LR"];
  const drawn = new Map<string, string>();
  let size = 0;
  for (const [urn, component] of components) {
    const id = `c${drawn.size}`;
    const title = urn === "" ? stage : titleOf(urn);
    const node = `  ${id}["${escapeLabel(cutMiddle(title, 60))}${countsLabel(component.changes)}"]`;
    const parentId = drawn.get(component.parent);
    const edge = urn === "" || parentId === undefined ? [] : [`  ${parentId} --> ${id}`];
    size += room.measure(node) + 30;
    if (drawn.size === MOST_NODES - 1 || size > Math.min(room.size, MOST_CHARACTERS)) {
      lines.push(`  more["${components.size - drawn.size} more components"]`);
      break;
    }
    drawn.set(urn, id);
    lines.push(node, ...edge);
  }
  return [fence("mermaid", lines)];
}

type Component = { readonly parent: string; readonly changes: Change[] };

/** By URN, the stage itself (empty) first, every component after the one that it lies in. */
function componentsOf(changes: readonly Change[]): ReadonlyMap<string, Component> {
  const parents = new Map(changes.map((change) => [change.urn, parentOf(change)]));
  const components = new Map<string, Component>([["", { parent: "", changes: [] }]]);
  const add = (urn: string): Component => {
    const known = components.get(urn);
    if (known !== undefined) {
      return known;
    }
    const parent = parents.get(urn) ?? "";
    // A state with a cycle of parents is broken, but must not keep us here.
    parents.set(urn, "");
    add(parent);
    const component = { parent, changes: [] };
    components.set(urn, component);
    return component;
  };
  for (const change of changes) {
    add(parentOf(change)).changes.push(change);
  }
  return components;
}

function titleOf(urn: string): string {
  const { name, type } = urnParts(urn);
  return type === "" ? name : `${name} (${typeName(type)})`;
}

function countsLabel(changes: readonly Change[]): string {
  const parts = marks.flatMap(([op, mark]) => {
    const count = changes.filter((change) => change.op === op).length;
    return count === 0 ? [] : [`${mark}${count}`];
  });
  return parts.length === 0 ? "" : `<br>${parts.join(" ")}`;
}

/** Everything but letters, digits and a few harmless marks as Mermaid's entity, `#35;`. */
function escapeLabel(text: string): string {
  return oneLine(text).replace(/[^\p{L}\p{N} ()._/:-]/gu, (character) => `#${character.codePointAt(0)};`);
}
