import { expect, test } from "vitest";

import type { PropertyDiff } from "../../../src/engine/change.ts";
import { leafDiffs } from "../../../src/report/json-diff.ts";
import { propertyBlocks } from "../../../src/report/property-diff.ts";
import { sampleChange, sampleProperty } from "./sample.ts";

function linesOf(property: Partial<PropertyDiff>): readonly string[] {
  const change = sampleChange({ op: "update", properties: [{ ...sampleProperty(), ...property }] });
  return [...propertyBlocks([change], false)].join("\n").split("\n").slice(1);
}

test("short values stand side by side, with what they force", () => {
  expect(linesOf({ path: "a.b[0]", old: "x", new: "y", forcesReplace: true })).toEqual([
    '!   a.b[0]: "x" → "y"  (forces replacement)',
  ]);
});

test("long values stand one above the other, cut in the middle, and no line runs out of sight", () => {
  const lines = linesOf({ old: "a".repeat(100_000), new: "b" });
  const before = lines.filter((line) => line.startsWith("-"));
  expect(before.length).toBeGreaterThan(1);
  expect(before.map((line) => line.replace(/^- +/, "")).join(" ")).toMatch(/^size: "[a ]+…99,600 more… [a ]+"$/);
  expect(lines.slice(before.length)).toEqual(['+   size: "b"']);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
});

test("JSON in text, such as a policy, is compared as JSON", () => {
  const policy = (action: unknown) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Action: action, Resource: "*" }] });
  expect(linesOf({ path: "policy", old: policy("s3:*"), new: policy("s3:GetObject") })).toEqual([
    '!   policy.Statement[0].Action: "s3:*" → "s3:GetObject"',
  ]);
});

test("objects are compared key by key, and what was added or removed is one line", () => {
  expect(linesOf({ path: "tags", old: { a: 1, b: 2, same: 0 }, new: { a: 3, c: { d: 4 }, same: 0 } })).toEqual([
    "!   tags.a: 1 → 3",
    "-   tags.b: 2",
    '+   tags.c: {"d":4}',
  ]);
});

test("properties that were added or removed", () => {
  expect(linesOf({ kind: "add", old: undefined, new: "x" })).toEqual(['+   size: "x"']);
  expect(linesOf({ kind: "delete", old: "x", new: undefined })).toEqual(['-   size: "x"']);
});

test("of a secret only that it changed", () => {
  expect(linesOf({ path: "password", old: "[secret]", new: "[secret]" })).toEqual(["!   password: [secret] (changed)"]);
  expect(linesOf({ path: "arn", old: "x", new: "[unknown]" })).toEqual(['!   arn: "x" → [unknown]']);
});

test("a document that is new altogether fills no page", () => {
  const lines = linesOf({ old: { list: [] }, new: { list: Array.from({ length: 1000 }, (_, index) => index) } });
  expect(lines).toHaveLength(31);
  expect(lines.at(-1)).toBe("!   size: … and more");
});

test("new and deleted resources have no differences to tell", () => {
  const properties = [sampleProperty({ kind: "add" })];
  const changes = [sampleChange({ op: "create", properties }), sampleChange({ op: "delete", properties })];
  expect([...propertyBlocks(changes, false)]).toEqual([]);
});

test("values nested without end are compared whole at some depth", () => {
  let [old, next]: unknown[] = [1, 2];
  for (let depth = 0; depth < 50; depth += 1) {
    [old, next] = [{ a: old }, { a: next }];
  }
  expect([...leafDiffs({ path: "p", old, new: next })]).toHaveLength(1);
});
