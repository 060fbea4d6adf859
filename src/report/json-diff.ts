/** A leaf that differs between two JSON values; `path` continues that of the property it lies in. */
export type LeafDiff = { readonly path: string; readonly old?: unknown; readonly new?: unknown };

/** Deeper than this, and in texts longer than this, values are compared whole. */
const DEEPEST = 20;
const LONGEST_TEXT = 200_000;

/**
 * The leaves in which two values of a property differ: objects and lists are compared key by key, and so are texts that hold JSON, such
 * as policies. A property that was added or removed is one leaf.
 */
export function* leafDiffs(leaf: LeafDiff, depth = 0): Generator<LeafDiff> {
  const before = depth < DEEPEST ? structureOf(leaf.old) : null;
  const after = depth < DEEPEST ? structureOf(leaf.new) : null;
  if (before === null || after === null || Array.isArray(before) !== Array.isArray(after)) {
    if (leaf.old !== leaf.new && !(depth === DEEPEST && JSON.stringify(leaf.old) === JSON.stringify(leaf.new))) {
      yield leaf;
    }
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const inner = Array.isArray(before) ? `${leaf.path}[${key}]` : `${leaf.path}.${key}`;
    yield* leafDiffs({ path: inner, ...sideOf("old", before, key), ...sideOf("new", after, key) }, depth + 1);
  }
}

function sideOf(side: "old" | "new", structure: object, key: string): Omit<LeafDiff, "path"> {
  return Object.hasOwn(structure, key) ? { [side]: Reflect.get(structure, key) } : {};
}

function structureOf(value: unknown): object | null {
  if (typeof value === "object") {
    return value;
  }
  if (typeof value !== "string" || value.length > LONGEST_TEXT || !/^\s*[[{]/.test(value)) {
    return null;
  }
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" ? parsed : null;
  } catch {
    return null;
  }
}
