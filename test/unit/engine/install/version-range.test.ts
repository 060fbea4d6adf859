import { describe, expect, test } from "vitest";

import { defaultRange, pinnedVersion } from "../../../../src/engine/install/pinned.ts";
import { parseRange } from "../../../../src/engine/install/version-range.ts";

const rows: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [">=3.200.0 <4", ["3.200.0", "3.300.1"], ["3.199.9", "4.0.0"]],
  ["^3.250.0", ["3.251.0"], ["3.249.0"]],
  ["3.259.0", ["3.259.0"], ["3.259.1"]],
  ["3.x", ["3.1.0"], ["2.9.9"]],
  // As Pulumi writes them: https://pkg.go.dev/github.com/blang/semver#ParseRange
  ["==3.259.0", ["3.259.0"], ["3.259.1"]],
  [">=3.100.0 !=3.120.0", ["3.119.0", "3.121.0"], ["3.120.0"]],
  [">=3.100.0 !3.120.0 !3.121.0", ["3.119.0"], ["3.120.0", "3.121.0"]],
  ["<3.1.0 || >=3.2.0 !=3.3.0", ["3.0.0", "3.2.0", "3.4.0"], ["3.1.0", "3.3.0"]],
  [">=3.200.0", ["3.260.0-alpha.x1"], ["3.199.0-beta.1"]],
];

describe.each(rows)("%s", (text, inside, outside) => {
  test("includes what it should, and nothing else", () => {
    const range = parseRange(text, "it");
    expect(inside.filter((version) => !range.includes(version))).toEqual([]);
    expect(outside.filter((version) => range.includes(version))).toEqual([]);
  });
});

test.each(["latest", ">=3.x.y.z", "!=abc", "3.1 oops", "!"])("%j is no range", (text) => {
  expect(() => parseRange(text, "The input `pulumi-version`")).toThrow(/The input `pulumi-version` is ".*not a range/u);
});

test("the pinned version is in the default range", () => {
  expect(parseRange(defaultRange, "the default").includes(pinnedVersion)).toBe(true);
});
