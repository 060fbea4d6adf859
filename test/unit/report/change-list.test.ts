import { expect, test } from "vitest";

import { changeFence, countFitting } from "../../../src/report/change-list.ts";
import { mostDestructiveFirst } from "../../../src/report/change-order.ts";
import { unitsOf } from "../../../src/report/room.ts";
import { sampleChange, sampleProperty, urnOf } from "./sample.ts";

const site = "shop:index:Site";
const inWeb = { parent: urnOf(site, "web") };

const changes = [
  sampleChange({ name: "new" }),
  sampleChange({ name: "web", type: site }),
  sampleChange({
    ...inWeb,
    name: "page",
    op: "update",
    properties: [sampleProperty(), sampleProperty({ path: "note", kind: "add" })],
  }),
  sampleChange({ ...inWeb, name: "old", op: "delete" }),
  sampleChange({
    name: "db",
    type: "aws:rds/instance:Instance",
    op: "replace",
    properties: [
      sampleProperty({ path: "engine.version", old: "14", new: "15", forcesReplace: true }),
      sampleProperty(),
    ],
    replaceKeys: ["engine"],
  }),
  sampleChange({ name: "vpn", op: "replace", replaceKeys: ["cidr"] }),
];

test("one line a resource: what is lost first, the reason with it, each part grouped by component", () => {
  expect(changeFence(mostDestructiveFirst(changes), false).split("\n")).toEqual([
    "```diff",
    '! db      aws:rds:Instance  replaced, forced by engine.version "14" → "15" (holds data)',
    "! vpn     aws:sqs:Queue     replaced, forced by cidr",
    "# web  shop:index:Site",
    "-   old   aws:sqs:Queue     deleted",
    "+ web     shop:index:Site   created",
    "!   page  aws:sqs:Queue     updated: size 1 → 2, note",
    "+ new     aws:sqs:Queue     created",
    "```",
  ]);
});

test("what did not come to its end says so", () => {
  const [failed, planned] = [
    sampleChange({ op: "delete", name: "a", status: "failed" }),
    sampleChange({ name: "b", status: "planned" }),
  ];
  expect(changeFence([failed, planned], false)).toContain("delete failed");
  expect(changeFence([failed, planned], false)).toContain("not reached (create)");
  expect(changeFence([planned], true)).toContain("  create\n");
});

test("only so many are told as fit, with the lines of their components", () => {
  const many = Array.from({ length: 300 }, (_, index) =>
    sampleChange({ name: `queue-${index}`, parent: urnOf(site, `web-${index % 50}`) }),
  );
  for (const size of [0, 100, 1000, 5000]) {
    const fitting = countFitting(many, false, { size, measure: unitsOf });
    expect(changeFence(many.slice(0, fitting), false).length).toBeLessThanOrEqual(size + 12);
  }
  expect(countFitting(many, false, { size: 100_000, measure: unitsOf })).toBe(300);
});
