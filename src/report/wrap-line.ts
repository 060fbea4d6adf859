/** Longer lines of a fence run out of sight: GitHub's column shows about this many characters. */
const WIDTH = 100;

/**
 * A line of a `diff` fence as lines that can be read without scrolling: broken between words, or within one that is longer than a line.
 * Each begins with the same sign, and so has the same colour.
 */
export function wrapDiffLine(line: string): readonly string[] {
  return wrap(line, `${line.slice(0, 1)}      `);
}

/** The same of a line of plain text. */
export function wrapTextLine(line: string): readonly string[] {
  return wrap(line, "  ");
}

function wrap(line: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > WIDTH) {
    const end = breakAt(rest);
    lines.push(rest.slice(0, end).trimEnd());
    rest = `${indent}${rest.slice(end).trimStart()}`;
  }
  return [...lines, rest];
}

/** Where the first line ends: at its last space, if that leaves enough of it, best before a bracket that it would cut; never within a character. */
function breakAt(text: string): number {
  const bracket = text.lastIndexOf(" (", WIDTH);
  const isCut = bracket > WIDTH / 2 && text.lastIndexOf(")", WIDTH - 1) < bracket;
  const space = isCut ? bracket : text.lastIndexOf(" ", WIDTH);
  if (space > WIDTH / 2) {
    return space;
  }
  return /[\uD800-\uDBFF]/.test(text.charAt(WIDTH - 1)) ? WIDTH - 1 : WIDTH;
}
