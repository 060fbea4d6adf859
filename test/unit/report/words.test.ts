import { describe, expect, test } from "vitest";

import { countsText } from "../../../src/report/change-words.ts";
import { cutEnd, cutMiddle } from "../../../src/report/cut.ts";
import { durationText } from "../../../src/report/duration.ts";
import { numbered } from "../../../src/report/numbered.ts";
import { shareOut, takeRows, unitsOf } from "../../../src/report/room.ts";
import { stateWords } from "../../../src/report/state-words.ts";
import { urnParts } from "../../../src/report/urn.ts";
import { briefValueText, valueText } from "../../../src/report/value-text.ts";
import { sampleChange, sampleChangeSet, sampleReport } from "./sample.ts";

test.each([
  [0, "0s"],
  [0.44, "0.4s"],
  [9.96, "10s"],
  [59.4, "59s"],
  [59.6, "1m 00s"],
  [185, "3m 05s"],
  [3600, "1h 00m"],
  [7325, "2h 02m"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test.each([
  ["urn:pulumi:s::p::a:b:C::name", { name: "name", type: "a:b:C" }],
  ["urn:pulumi:s::p::x:y:Z$a:b:C::with::colons", { name: "with::colons", type: "a:b:C" }],
  ["no urn", { name: "no urn", type: "" }],
])("%s has these parts", (urn, parts) => {
  expect(urnParts(urn)).toEqual(parts);
});

describe("counts", () => {
  const changes = [sampleChange({ op: "create" }), sampleChange({ op: "delete" }), sampleChange({ op: "create" })];

  test("of a deploy, destructive first", () => {
    expect(countsText(sampleChangeSet({ changes }))).toBe("1 deleted · 2 created");
  });

  test("of a preview", () => {
    expect(countsText(sampleChangeSet({ preview: true, changes }))).toBe("1 to delete · 2 to create");
  });

  test("of a run that broke off: what failed, what is done, what was not reached", () => {
    const [one, two, three] = [
      { op: "replace", status: "failed" },
      { op: "create" },
      { op: "update", status: "planned" },
    ] as const;
    const broken = sampleChangeSet({ changes: [sampleChange(one), sampleChange(two), sampleChange(three)] });
    expect(countsText(broken)).toBe("1 failed · 1 created · 1 not reached");
  });

  test("of nothing", () => {
    expect(countsText(sampleChangeSet())).toBe("");
    expect(countsText(sampleChangeSet({ counts: { ...sampleChangeSet().counts, same: 24 } }))).toBe("24 unchanged");
  });
});

test.each([
  ["deploy", "deployed", "✅ deployed"],
  ["deploy", "unchanged", "✅ no changes"],
  ["deploy", "failed", "❌ deploy failed"],
  ["remove", "failed", "❌ removal failed"],
  ["remove", "cancelled", "⚠️ removal cancelled"],
  ["diff", "previewed", "🔍 preview"],
  ["remove", "removed", "🗑️ removed"],
] as const)("a %s that is %s reads %s", (command, state, text) => {
  const { icon, words } = stateWords(sampleReport({ command, state }));
  expect(`${icon} ${words}`).toBe(text);
});

describe("cutting", () => {
  test("keeps what fits", () => {
    expect(cutMiddle("x".repeat(40), 40)).toBe("x".repeat(40));
    expect(cutEnd("abc", 3)).toBe("abc");
  });

  test("leaves the middle out and says how much", () => {
    const cut = cutMiddle(`${"a".repeat(5000)}${"b".repeat(5000)}`, 60);
    expect(cut).toMatch(/^a+ …9,940 more… b+$/);
    expect(cut.length).toBeLessThanOrEqual(60);
  });

  test("splits no character", () => {
    for (const max of [20, 21, 22, 23, 24]) {
      expect(cutMiddle("🎉".repeat(50), max).isWellFormed()).toBe(true);
      expect(cutEnd("🎉".repeat(50), max).isWellFormed()).toBe(true);
    }
  });
});

test.each([
  ["text", '"text"'],
  ["two\nlines \u202E", '"two\\nlines "'],
  ["[secret]", "[secret]"],
  ["[unknown]", "[unknown]"],
  [12, "12"],
  [null, "null"],
  [undefined, "undefined"],
  [{ a: [1] }, '{"a":[1]}'],
])("the value %j reads %s", (value, text) => {
  expect(valueText(value, 60)).toBe(text);
});

test("values are brief where there is little room", () => {
  expect(briefValueText([1, 2], 30)).toBe("[2 items]");
  expect(briefValueText({ a: 1 }, 30)).toBe("{…}");
  expect(briefValueText(true, 30)).toBe("true");
});

test("numbers come with their noun", () => {
  expect([numbered(1, "resource"), numbered(9960, "resource"), numbered(2, "more")]).toEqual([
    "1 resource",
    "9,960 resources",
    "2 more",
  ]);
});

test("whole rows are taken as long as they fit, and no more are made", () => {
  let made = 0;
  function* rows(): Generator<string> {
    for (;;) {
      made += 1;
      yield "12345";
    }
  }
  expect(takeRows(rows(), { size: 17, measure: unitsOf })).toEqual(["12345", "12345"]);
  expect(made).toBe(3);
});

test("what one section leaves, the next may take", () => {
  const give = shareOut({ size: 100, measure: unitsOf });
  const sizes: number[] = [];
  for (const text of ["x".repeat(20), "x".repeat(200), ""]) {
    give(0.5, (room) => {
      sizes.push(room.size);
      return [text];
    });
  }
  expect(sizes).toEqual([50, 40, 0]);
});
