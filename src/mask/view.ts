/** Part of a text, in UTF-16 units. */
export type Range = { readonly from: number; readonly to: number };

/** A text read in another way, and for each part of that where it came from. */
export type View = { readonly text: string; readonly origin: (range: Range) => Range };

/** A part of the original that reads as `length` units at `at`; what stands between two pieces reads as it is. */
type Piece = Range & { readonly at: number; readonly length: number };

/** The text with every match decoded; null where nothing in it changes. */
export function replaceEach(text: string, pattern: RegExp, decode: (found: string) => string): View | null {
  const pieces: Piece[] = [];
  let out = "";
  let copied = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const decoded = decode(found);
    if (decoded !== found) {
      out += text.slice(copied, index);
      copied = index + found.length;
      pieces.push({ from: index, to: copied, at: out.length, length: decoded.length });
      out += decoded;
    }
  }
  return pieces.length === 0 ? null : { text: out + text.slice(copied), origin: originIn(pieces) };
}

/** Only what the matches decode to, a line each; one match may decode to several. null where there is none. */
export function extractEach(text: string, pattern: RegExp, decode: (found: string) => readonly string[]): View | null {
  const pieces: Piece[] = [];
  const lines: string[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    for (const decoded of decode(found)) {
      pieces.push({ from: index, to: index + found.length, at, length: decoded.length });
      lines.push(decoded);
      at += decoded.length + 1;
    }
  }
  return pieces.length === 0 ? null : { text: lines.join("\n"), origin: originIn(pieces) };
}

/** A view of a view, told in terms of the first text. */
export function through(outer: View, inner: View): View {
  return { text: inner.text, origin: (range) => outer.origin(inner.origin(range)) };
}

function originIn(pieces: readonly Piece[]): View["origin"] {
  const ofUnit = (position: number): Range => {
    const piece = pieces[lastAt(pieces, position)];
    if (piece === undefined) {
      return { from: position, to: position + 1 };
    }
    const beyond = position - piece.at - piece.length;
    return beyond < 0 ? piece : { from: piece.to + beyond, to: piece.to + beyond + 1 };
  };
  return ({ from, to }) => ({ from: ofUnit(from).from, to: ofUnit(to - 1).to });
}

/** Index of the last piece that begins at or before a position; -1 for none. */
function lastAt(pieces: readonly Piece[], position: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((pieces[middle]?.at ?? 0) <= position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
