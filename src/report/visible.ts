import { stripVTControlCharacters } from "node:util";

const lineBreaks = /\r\n?|[\u2028\u2029\u0085]/g;
const invisible = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;

/**
 * The text as a person can see it: without terminal sequences, control characters, zero-width characters and marks that turn the
 * direction of writing. Line breaks of every kind become `\n`; halves of surrogate pairs become U+FFFD.
 */
export function visible(text: string): string {
  if (!/[^ -~\n\t]/.test(text)) {
    return text;
  }
  return stripVTControlCharacters(text).toWellFormed().replace(lineBreaks, "\n").replace(invisible, "");
}

/** The same on one line: line breaks and tabs become single spaces. */
export function oneLine(text: string): string {
  return visible(text)
    .replace(/\s*[\n\t]\s*/g, " ")
    .trim();
}
