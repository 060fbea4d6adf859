import { expect, test } from "vitest";

import { commitStatusOf } from "../../../src/commands/announcement.ts";
import { checkRunOf } from "../../../src/commands/check-run-of.ts";
import type { Change } from "../../../src/engine/change.ts";
import { changeFence } from "../../../src/report/change-list.ts";
import { renderComment } from "../../../src/report/comment.ts";
import { lossWarnings } from "../../../src/report/loss-warnings.ts";
import { renderRows } from "../../../src/report/rows-comment.ts";
import { noRows, withReport } from "../../../src/report/rows.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { sampleChange, sampleChangeSet, sampleReport } from "./sample.ts";

const marker = "<!-- marker -->";
const url = "https://pr-12.shop.example";

function losing(over: Partial<StageReport>, change: Partial<Change> = {}, preview = false): StageReport {
  const db = sampleChange({ op: "delete", name: "db", type: "aws:rds/instance:Instance", ...change });
  return sampleReport({ url, ...over, changeSet: sampleChangeSet({ preview, changes: [sampleChange(), db] }) });
}

const dangers = [
  ["a deploy", losing({}), "⚠️", "deployed, data lost"],
  ["a replacement", losing({}, { op: "replace" }), "⚠️", "deployed, data lost"],
  ["a removal", losing({ command: "remove", state: "removed" }), "⚠️", "removed, data lost"],
  ["a cancelled removal", losing({ command: "remove", state: "cancelled" }), "⚠️", "removal cancelled, data lost"],
  ["a failed deploy", losing({ state: "failed" }, { status: "failed" }), "❌", "deploy failed, data may be lost"],
  [
    "a preview",
    losing({ command: "diff", state: "previewed" }, { status: "planned" }, true),
    "⚠️",
    "preview, data would be lost",
  ],
] as const;

test.each(dangers)("%s that loses data says so wherever it is told", (...[, report, icon, words]) => {
  const comment = renderComment(report, marker);
  const summary = renderSummary({ reports: [report], skip: null });
  expect(lossWarnings(report)).toEqual([
    expect.stringMatching(/^shop · pr-12: data .*lost: db \(aws:rds\/instance:Instance\)\.$/u),
  ]);
  for (const text of [comment, summary]) {
    expect(text).toContain(`### ${icon} shop · pr-12: ${words}\n\n> [!CAUTION]\n> **Data `);
  }
  const rows = withReport(withReport(noRows, sampleReport({ app: "api" })), report);
  const shared = renderRows(rows.rows, marker);
  expect(shared).toContain(`| ${icon} ${words} | shop | pr-12 |`);
  expect(shared).toContain(`### ${icon} 2 stages: 1 deployed · 1 ${words}`);
  expect(shared).toContain("> [!CAUTION]");
  const [head, first] = renderTerminal(report).split("\n");
  expect(head).toContain(`shop · pr-12: ${words}`);
  expect(first).toMatch(/^ {2}Data .*lost: db \(aws:rds:Instance\)$/);
  expect(checkRunOf(report).title).toContain(words);
  expect(commitStatusOf(report)?.description).toContain(words);
});

test("what was done before keeps that data was lost", () => {
  const again = sampleReport({ startedAt: "2026-11-26T02:00:00Z" });
  const [row] = withReport(withReport(noRows, losing({})), again).rows;
  expect(row?.earlier[0]?.counts).toBe("1 deleted · 1 created, data lost");
});

test("merging that loses data is in the heading", () => {
  const { changeSet } = losing({}, { status: "planned" }, true);
  const impact = { stage: "production", basis: "merge", changeSet, reason: null } as const;
  expect(renderComment(sampleReport({ impact }), marker)).toContain(
    "### ⚠️ shop · pr-12: deployed, merging would lose data\n\n> [!CAUTION]\n> **Merging would lose data in `production`.**",
  );
});

test("a failed line looks like no other, and what was not reached like nothing that happened", () => {
  const changes = [
    sampleChange({ op: "update", name: "api", status: "failed" }),
    sampleChange({ op: "delete", name: "old", status: "planned" }),
    sampleChange({ op: "update", name: "web" }),
  ];
  const lines = changeFence(changes, false);
  expect(lines).toMatch(/^- ✗ api .*update failed$/m);
  expect(lines).toMatch(/^# old .*not reached \(delete\)$/m);
  expect(lines).toMatch(/^! web .*updated$/m);
  expect(renderTerminal(sampleReport({ changeSet: sampleChangeSet({ changes }) }))).toContain("- ✗ api");
});

test("long lines are wrapped in their own colour", () => {
  const property = { path: "description", kind: "update", old: "a", new: "b", forcesReplace: true } as const;
  const replaceKeys = ["one", "two", "three"].map((key) => `${key}-${"long".repeat(20)}`);
  const change = sampleChange({ op: "replace", name: "n".repeat(80), properties: [property], replaceKeys });
  const lines = changeFence([change], false).split("\n").slice(1, -1);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.every((line) => line.startsWith("!") && line.length <= 110)).toBe(true);
});
