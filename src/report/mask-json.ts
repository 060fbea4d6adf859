const DEEPEST = 64;

/**
 * A JSON value with every text in it gone through `hide`, keys too; a number that is a secret becomes text. What is nested deeper than 64
 * levels is left out.
 */
export function maskJson(value: unknown, hide: (text: string) => string): unknown {
  return masked(value, 0);

  function masked(inner: unknown, depth: number): unknown {
    if (typeof inner === "string") {
      return hide(inner);
    }
    if (typeof inner === "number") {
      const text = String(inner);
      const hidden = hide(text);
      return hidden === text ? inner : hidden;
    }
    if (typeof inner !== "object" || inner === null) {
      return inner;
    }
    if (depth === DEEPEST) {
      return "[nested too deeply]";
    }
    return Array.isArray(inner)
      ? inner.map((item) => masked(item, depth + 1))
      : Object.fromEntries(Object.entries(inner).map(([key, item]) => [hide(key), masked(item, depth + 1)]));
  }
}
