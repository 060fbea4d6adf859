import { cutMiddle } from "./cut.ts";

const MOST_LINES = 40;
/** Of a message with more lines, so many of the last ones stay, where the reason of a crash or what to do often is. */
const LAST_LINES = 12;
const LONGEST_LINE = 500;
const LONGEST = 4000;

/** A page between its tags, or from its beginning to the end of the text where it was cut off. */
const page = /(?:<!doctype html|<html\b)[^]*?(?:<\/html>|$)/giu;
const title = /<title[^>]*>([^]*?)<\/title>/iu;

/**
 * A message with what helps of it: at most 40 lines and 4,000 UTF-16 units, the middle left out with an ellipsis; an HTML page that a server
 * answered with is told by its title. Secrets must be hidden in it already: the half of one would not be recognised.
 */
export function bounded(text: string): string {
  const lines = withoutPages(text)
    .split("\n")
    .map((line) => cutMiddle(line, LONGEST_LINE));
  const left = lines.length - MOST_LINES + 1;
  const kept =
    left <= 1
      ? lines
      : [...lines.slice(0, MOST_LINES - LAST_LINES - 1), `… ${left} more lines …`, ...lines.slice(-LAST_LINES)];
  return cutMiddle(kept.join("\n"), LONGEST);
}

/** A failure as it may be shown: secrets hidden by `hide`, and no longer than helps. */
export function shownFailure<Told extends { readonly message: string; readonly next: string }>(
  failure: Told,
  hide: (text: string) => string,
): Told {
  return { ...failure, message: bounded(hide(failure.message)), next: bounded(hide(failure.next)) };
}

/** The text with each HTML page in it replaced by the page's title. */
export function withoutPages(text: string): string {
  return text.replace(page, (html) => {
    const said = title.exec(html)?.[1] ?? "";
    const words = said
      .replaceAll(/<[^>]*>|&#?\w+;/gu, " ")
      .replaceAll(/\s+/gu, " ")
      .trim();
    return words === "" ? "an HTML page" : `an HTML page, “${words}”`;
  });
}
