import type { Change, ChangeOp } from "../engine/change.ts";
import { compareText } from "./compare-text.ts";
import { urnParts } from "./urn.ts";

const rank: Readonly<Record<ChangeOp, number>> = {
  delete: 1,
  replace: 2,
  retain: 3,
  update: 4,
  refresh: 5,
  import: 6,
  create: 7,
  read: 8,
  discard: 9,
  same: 10,
};

/** Whether the step ends the life of a resource; one that is retained lives on. */
export function isDestructive(change: Change): boolean {
  return (change.op === "delete" || change.op === "replace") && change.retained === undefined;
}

/** The same of one that holds data. */
export function losesData(change: Change): boolean {
  return isDestructive(change) && change.holdsData;
}

/**
 * The most destructive first: loss of data, then deletes, replacements, updates, and last what is new. Equals stand by name, since
 * the engine's own order differs from run to run.
 */
export function mostDestructiveFirst(changes: readonly Change[]): readonly Change[] {
  return changes
    .map((change) => ({ change, rank: losesData(change) ? 0 : rank[change.op] }))
    .sort((one, other) => one.rank - other.rank || compareText(sortKey(one.change), sortKey(other.change)))
    .map(({ change }) => change);
}

function sortKey(change: Change): string {
  return `${change.name} ${change.urn}`;
}

/** Changes under one component. `header` is the component's own change, if it has one; null `parent` are those of the stage itself. */
export type ChangeGroup = {
  readonly parent: { readonly name: string; readonly type: string } | null;
  readonly header: Change | null;
  readonly changes: readonly Change[];
};

/** Grouped by component, groups and changes in the order in which they first come. A component's own change heads its group. */
export function groupByComponent(changes: readonly Change[]): readonly ChangeGroup[] {
  const members = new Map<string, Change[]>();
  for (const change of changes) {
    const parent = parentOf(change);
    const siblings = members.get(parent);
    if (siblings === undefined) {
      members.set(parent, [change]);
    } else {
      siblings.push(change);
    }
  }
  const heads = new Map(changes.filter((change) => members.has(change.urn)).map((change) => [change.urn, change]));
  return [...members]
    .map(([parent, group]) => ({
      parent: parent === "" ? null : urnParts(parent),
      header: heads.get(parent) ?? null,
      changes: group.filter((change) => !heads.has(change.urn)),
    }))
    .filter((group) => group.header !== null || group.changes.length > 0);
}

/** The URN of the component that a change belongs to; empty for the stage itself. */
export function parentOf(change: Change): string {
  return change.parent === null || change.parent.includes("::pulumi:pulumi:Stack::") ? "" : change.parent;
}
