import { expect, test } from "vitest";

import { wrapDiffLine, wrapTextLine } from "../../../src/report/wrap-line.ts";

const words = (count: number) => Array.from({ length: count }, (_, index) => `word-${index % 10}`).join(" ");

test("a long line of text is broken between words, and says all that it said", () => {
  const lines = wrapTextLine(words(60));
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.every((line) => line.length <= 100)).toBe(true);
  expect(lines.map((line) => line.trim()).join(" ")).toBe(words(60));
});

test("each line of a diff keeps its sign", () => {
  expect(wrapDiffLine(`- ${words(40)}`).every((line) => line.startsWith("- "))).toBe(true);
});

test("what stands in brackets goes to the next line whole", () => {
  const line = `! db  ${"x".repeat(86)} (holds data)`;
  expect(wrapDiffLine(line)).toEqual([`! db  ${"x".repeat(86)}`, "!      (holds data)"]);
});

test("a word longer than a line is cut, never within a character", () => {
  const text = "🚀".repeat(130);
  const lines = wrapTextLine(text);
  expect(lines.every((line) => line.isWellFormed())).toBe(true);
  expect(lines.map((line) => line.trim()).join("")).toBe(text);
});
