import { expect, test } from "vitest";

import { oneLine, visible } from "../../../src/report/visible.ts";

test.each([
  ["plain", "plain"],
  ["ü 名前 🎉", "ü 名前 🎉"],
  ["a\u001B[31mb\u001B[0m", "ab"],
  ["a\u0000b\u0007c", "abc"],
  ["a\u202Eb\u2066c\u200Ed", "abcd"],
  ["a\u200Bb\uFEFFc\u00ADd", "abcd"],
  ["a\r\nb\rc\u2028d", "a\nb\nc\nd"],
  ["tab\tstays", "tab\tstays"],
  ["half \uD800", "half \uFFFD"],
])("%j is seen as %j", (text, expected) => {
  expect(visible(text)).toBe(expected);
});

test("one line has no line breaks or tabs, and no space around it", () => {
  expect(oneLine("  a \n\n b\tc\r\nd \n")).toBe("a b c d");
});
