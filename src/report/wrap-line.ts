/** Longer lines of a fence run out of sight: GitHub's column shows about this many characters. */
const WIDTH = 110;
const INDENT = "      ";

/**
 * A line of a `diff` fence as lines that can be read without scrolling: broken between words, or within one that is longer than a line.
 * Each begins with the same sign, and so has the same colour.
 */
export function wrapDiffLine(line: string): readonly string[] {
  const sign = line.slice(0, 1);
  const lines: string[] = [];
  let rest = line;
  while (rest.length > WIDTH) {
    const end = breakAt(rest);
    lines.push(rest.slice(0, end).trimEnd());
    rest = `${sign}${INDENT}${rest.slice(end).trimStart()}`;
  }
  return [...lines, rest];
}

/** Where the first line ends: at its last space, if that leaves enough of it; never within a character. */
function breakAt(text: string): number {
  const space = text.lastIndexOf(" ", WIDTH);
  if (space > WIDTH / 2) {
    return space;
  }
  return /[\uD800-\uDBFF]/.test(text.charAt(WIDTH - 1)) ? WIDTH - 1 : WIDTH;
}
