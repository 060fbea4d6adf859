import { isAlias, isMap, isScalar, type Pair, parseDocument } from "yaml";

/**
 * A YAML or JSON text with entries added to a map in it, in place of those of the same name. All else stays as it is, byte for byte: written
 * anew, large numbers and octal ones would change.
 */
export function withEntries(
  text: string,
  path: readonly [] | readonly [name: string],
  entries: readonly (readonly [string, unknown])[],
): string {
  const [name] = path;
  return entries.reduce(
    (before, [key, value]) => {
      const root = parseDocument(before).contents;
      if (root !== null && !isMap(root) && !isEmpty(root)) {
        // No map, and no configuration: whoever reads it says so.
        return before;
      }
      if (!isMap(root) || root.items.length === 0) {
        // In braces it is YAML and JSON alike.
        return name === undefined ? `{${inBlock(key, value)}}\n` : `{"${name}": {${inBlock(key, value)}}}\n`;
      }
      const place = name === undefined ? undefined : pairOf(root.items, name);
      if (name === undefined) {
        return inMap(before, root, { key, text: inBlock(key, value) });
      }
      if (place === undefined) {
        return inMap(before, root, { key: name, text: `${JSON.stringify(name)}: {${inBlock(key, value)}}` });
      }
      const map = place.value;
      if (isMap(map) && map.items.length > 0) {
        return inMap(before, map, { key, text: inBlock(key, value) });
      }
      if (isAlias(map)) {
        return replaced(before, place, `${JSON.stringify(name)}: {<<: *${map.source}, ${inBlock(key, value)}}`);
      }
      // `config:` without anything in it.
      return replaced(before, place, `${JSON.stringify(name)}: {${inBlock(key, value)}}`);
    },
    text.replace(/^\uFEFF+/u, ""),
  );
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

const inBlock = (key: string, value: unknown) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`;

type Map = { readonly items: readonly Pair[]; readonly flow?: boolean | undefined };

function inMap(text: string, map: Map, entry: { readonly key: string; readonly text: string }): string {
  const there = pairOf(map.items, entry.key);
  if (there !== undefined) {
    return replaced(text, there, entry.text);
  }
  const first = rangeOf(map.items[0]?.key)[0];
  const lineStart = text.lastIndexOf("\n", first - 1) + 1;
  // A key may have an anchor, a tag or a question mark before it.
  const at = map.flow === true ? first : lineStart + (/[^ ]/u.exec(text.slice(lineStart))?.index ?? 0);
  const joint = map.flow === true ? ", " : `\n${" ".repeat(at - lineStart)}`;
  return text.slice(0, at) + entry.text + joint + text.slice(at);
}

function pairOf(items: readonly Pair[], key: string): Pair | undefined {
  return items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function replaced(text: string, pair: Pair, by: string): string {
  const [from, keyEnd] = rangeOf(pair.key);
  const valueEnd = rangeOf(pair.value)[1];
  // An empty value may be said to end before the colon.
  const colon = text.indexOf(":", keyEnd) + 1;
  return text.slice(0, from) + by + text.slice(Math.max(valueEnd, colon));
}

function rangeOf(node: unknown): readonly [number, number] {
  const range: unknown = typeof node === "object" && node !== null ? Reflect.get(node, "range") : null;
  const [from, to]: unknown[] = Array.isArray(range) ? range : [];
  return [Number(from ?? 0), Number(to ?? 0)];
}
