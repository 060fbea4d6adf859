import { decoders } from "./decoders.ts";
import type { Search } from "./search.ts";
import { type Range, through, type View } from "./view.ts";

/** Layers of writing that are undone: a string in JSON, in JSON, in base64. */
const DEEPEST = 3;
/** How much is read of a text's views, in units and as a multiple of its own length: a text made to have many must not cost more. */
const PATIENCE = { units: 1_000_000, times: 10 };

/** What decoders look for, told by any character but these: most texts are short and plain, and there are hundreds of thousands of them. */
const signs = /[^\n\t\r !#$(-*,-[\]-_a-~]/;
const longRow = /[A-Za-z0-9/_-]{16}/;

/** Where a text holds one of the strings, as it is or in another way of writing; in no order, and overlapping. */
export function findHidden(search: Search, text: string): Range[] {
  const ranges = search.find(text);
  if (!signs.test(text) && !(text.length >= 16 && longRow.test(text))) {
    return ranges;
  }
  const seen = new Set([text]);
  let left = PATIENCE.units + PATIENCE.times * text.length;
  let layer: View[] = [{ text, origin: (range) => range }];
  for (let depth = 1; depth <= DEEPEST && layer.length > 0; depth += 1) {
    const next: View[] = [];
    for (const view of layer) {
      for (const decode of left > 0 ? decoders : []) {
        const decoded = decode(view.text);
        if (decoded !== null && !seen.has(decoded.text)) {
          seen.add(decoded.text);
          left -= decoded.text.length;
          const reached = through(view, decoded);
          ranges.push(...search.find(decoded.text).map(reached.origin));
          next.push(reached);
        }
      }
    }
    layer = next;
  }
  return ranges;
}

/** The text with each stretch that ranges cover replaced once; overlapping and touching ones become one. */
export function replaceRanges(text: string, ranges: readonly Range[], by: string): string {
  if (ranges.length === 0) {
    return text;
  }
  let out = "";
  let kept = 0;
  let coveredTo = -1;
  for (const { from, to } of ranges.toSorted((one, other) => one.from - other.from)) {
    if (from > coveredTo) {
      out += text.slice(kept, from) + by;
    }
    coveredTo = Math.max(coveredTo, to);
    kept = coveredTo;
  }
  return out + text.slice(kept);
}
