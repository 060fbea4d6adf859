import { expect, test } from "vitest";

import { neutraliseLogLine } from "../../../src/report/neutral.ts";

test.each([
  ["plain text", "plain text"],
  ["::set-output name=x::y", ": :set-output name=x::y"],
  ["  \t::error::x", "  \t: :error::x"],
  ["\u00A0::error::x", "\u00A0: :error::x"],
  ["\u200B::error::x", ": :error::x"],
  ["\u001B[31m::error::x", ": :error::x"],
  [":::error", ": ::error"],
  ["a ::error::x stays", "a ::error::x stays"],
  ["a ##[error]x", "a ## [error]x"],
  ["####[group]", "#### [group]"],
  ["#\u0000#[error]", "## [error]"],
  ["progress 1\rprogress 2\r\n", "progress 1 progress 2"],
  ["a\r::error::x", "a ::error::x"],
  ["a\n::error::x", "a ::error::x"],
  ["right \u202Eto left", "right to left"],
])("%j becomes %j", (line, expected) => {
  expect(neutraliseLogLine(line)).toBe(expected);
});
