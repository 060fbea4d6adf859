import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { briefReport } from "../../../src/report/brief.ts";
import { commentMarker } from "../../../src/report/comment-marker.ts";
import { COMMENT_LIMIT, renderComment } from "../../../src/report/comment.ts";
import { formatRows, parseRows } from "../../../src/report/rows-json.ts";
import { renderRows } from "../../../src/report/rows-comment.ts";
import { areGone, noRows, type Rows, withReport } from "../../../src/report/rows.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";
import { hostileReport } from "./hostile.ts";
import { readMarkdown } from "./read-markdown.ts";
import {
  sampleChange,
  sampleChangeSet,
  sampleFindings,
  sampleProperty,
  sampleReport,
  sampleViolation,
} from "./sample.ts";

const marker = commentMarker("s3://shop-state");
const failure = { code: "deploy-failed", message: "no such region", next: "Push again." };

function rowsOf(...reports: readonly StageReport[]): Rows {
  return reports.reduce(withReport, noRows);
}

function timed(minute: number, over: Partial<StageReport> = {}): StageReport {
  const at = (second: number) => `2026-11-25T02:${String(minute).padStart(2, "0")}:0${second}.000Z`;
  return sampleReport({ startedAt: at(0), endedAt: at(9), ...over });
}

describe("rows", () => {
  test("are one for each app and stage, in order, whoever told last", () => {
    const rows = rowsOf(
      sampleReport({ app: "web" }),
      sampleReport({ app: "api", stage: "pr-12-eu" }),
      sampleReport({ app: "api" }),
      sampleReport({ app: "web", state: "failed", failure }),
    );
    expect(rows.rows.map(({ report: { app, stage, state } }) => `${app} ${stage} ${state}`)).toEqual([
      "api pr-12 deployed",
      "api pr-12-eu deployed",
      "web pr-12 failed",
    ]);
  });

  test("remember what was done before, the newest first, and no run twice", () => {
    const begun = (minute: number) => timed(minute, { state: "deploying", changeSet: null, endedAt: null });
    const changeSet = sampleChangeSet({ changes: [sampleChange()] });
    const done = Array.from({ length: 8 }, (_, minute) => [begun(minute), timed(minute, { changeSet })]).flat();
    const [row] = rowsOf(...done, begun(9), timed(9, { state: "skipped" }), begun(10)).rows;
    expect(row?.earlier.map(({ endedAt }) => endedAt.slice(14, 16))).toEqual(["07", "06", "05", "04", "03"]);
    expect(row?.earlier[0]).toMatchObject({ state: "deployed", counts: "1 created" });
    const comment = renderComment(timed(10), marker, { earlier: row?.earlier ?? [] });
    expect(comment).toContain("<summary>Earlier runs</summary>");
    expect(comment).toContain(
      "| [✅ deployed](https://github.com/acme/shop/actions/runs/99) | `abc1234` | 1 created | 2026-11-25 02:07 UTC |",
    );
  });

  test("are gone when every stage is removed", () => {
    const removed = { command: "remove", state: "removed" } as const;
    expect(areGone(rowsOf(sampleReport(removed), sampleReport({ app: "api" })))).toBe(false);
    expect(areGone(rowsOf(sampleReport(removed), sampleReport({ app: "api", ...removed })))).toBe(true);
  });

  describe("with a preview", () => {
    const url = "https://pr-12.shop.example";
    const deployed = timed(1, { url });
    const losing = [sampleChange({ op: "delete", type: "aws:rds/instance:Instance", name: "db", status: "planned" })];
    const changeSet = sampleChangeSet({ preview: true, changes: losing });
    const looked = timed(3, { command: "diff", state: "previewed", changeSet });
    const begun = timed(3, { command: "diff", state: "previewing", endedAt: null });
    const drawn = (rows: Rows) => {
      const [row, ...others] = parseRows(formatRows(rows)).rows;
      return row === undefined || others.length > 0
        ? renderRows(rows.rows, marker)
        : renderComment(row.report, marker, row);
    };

    test("keep saying that the stage is deployed, and where", () => {
      for (const rows of [rowsOf(deployed, begun), rowsOf(deployed, begun, looked)]) {
        expect(rows.rows[0]?.earlier).toEqual([]);
        expect(drawn(rows)).toContain(`**<${url}>**`);
      }
      expect(drawn(rowsOf(deployed, begun))).toContain("### ✅ shop · pr-12: deployed · ⏳ previewing …");
      const comment = drawn(rowsOf(deployed, looked));
      expect(comment).toContain("### ✅ shop · pr-12: deployed · ⚠️ preview, data would be lost");
      expect(comment).toContain("**Data would be lost.**");
    });

    test("keep saying it after a preview that failed, was cancelled, or was of a removal or refresh", () => {
      const failed = timed(4, { command: "diff", state: "failed", failure });
      expect(drawn(rowsOf(deployed, failed))).toContain("### ✅ shop · pr-12: deployed · ❌ preview failed");
      expect(drawn(rowsOf(deployed, failed))).toContain("no such region");
      expect(drawn(rowsOf(deployed, timed(4, { command: "diff", state: "cancelled" })))).toContain(`<${url}>`);
      for (const command of ["remove", "refresh"] as const) {
        const dry = { command, dryRun: true };
        expect(drawn(rowsOf(deployed, timed(4, { ...dry, state: "previewed", changeSet })))).toContain(`<${url}>`);
      }
    });

    test.each(["previewing", "unchanged", "failed", "cancelled"] as const)(
      "keep saying it after a dry run without a change set that is %s",
      (state) => {
        const dry = timed(4, { command: "refresh", dryRun: true, state, changeSet: null, failure: null });
        const rows = rowsOf(deployed, dry);
        expect(drawn(rows)).toContain("### ✅ shop · pr-12: deployed · ");
        expect(drawn(rows)).toContain(`<${url}>`);
        expect(drawn(rows)).not.toContain("refresh failed");
        expect(rowsOf(dry, deployed).rows[0]?.earlier).toEqual([]);
      },
    );

    test.each(["deploying", "deployed", "failed"] as const)("lose it when the next deploy is %s", (state) => {
      const [row] = rowsOf(deployed, looked, timed(5, { state, failure: null })).rows;
      expect(row).toMatchObject({ preview: null, report: { state }, earlier: [{ state: "deployed" }] });
    });

    test("of a stage that is not there are the preview alone", () => {
      const removed = timed(2, { command: "remove", state: "removed" });
      expect(drawn(rowsOf(looked))).toBe(renderComment(looked, marker));
      expect(rowsOf(deployed, removed, looked).rows[0]).toMatchObject({ preview: null, report: { command: "diff" } });
      expect(rowsOf(deployed, looked, removed).rows[0]).toMatchObject({ preview: null, report: { state: "removed" } });
    });

    test("show both beside other apps, their danger first", () => {
      const comment = drawn(rowsOf(deployed, looked, timed(1, { app: "web" })));
      expect(comment).toContain("### ⚠️ 2 stages: 2 deployed");
      expect(comment).toContain("| ✅ deployed · ⚠️ preview, data would be lost | shop |");
      expect(comment).toContain("**Data would be lost.**");
    });

    test("stay within a comment's room, however much both did", () => {
      const changes = Array.from({ length: 3000 }, (_, index) => sampleChange({ name: `queue-${index}` }));
      const large = (over: Partial<StageReport>) => timed(1, { url, changeSet: sampleChangeSet({ changes }), ...over });
      const diff = large({ command: "diff", state: "previewed" });
      const [row] = rowsOf(large({}), diff).rows;
      for (const limit of [COMMENT_LIMIT, COMMENT_LIMIT - 24_000]) {
        const comment = renderComment(large({}), marker, { ...row, preview: { report: diff, leftOut: 0 }, limit });
        expect(comment.length).toBeLessThanOrEqual(limit);
        expect(comment.length).toBeGreaterThan(limit / 3);
      }
    });

    test("are read from comments of before there were any", () => {
      const stored = formatRows(rowsOf(deployed));
      const old = stored.replace('"preview":null,', "");
      expect(old).not.toBe(stored);
      expect(parseRows(old).rows).toHaveLength(1);
    });
  });

  test("come back from the home as they were stored", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const rows = withReport({ ...noRows, comment: { id: 7, url: "https://github.com/x" } }, report);
        const back = parseRows(formatRows(rows));
        expect(back).toMatchObject({ comment: rows.comment, rows: [{ leftOut: rows.rows[0]?.leftOut }] });
        expect(renderRows(back.rows, marker)).toBe(renderRows(rows.rows, marker));
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test.each(["", "null", "{", '{"version":2,"comment":null,"rows":[]}', '{"version":1,"rows":[{}]}'])(
    "that cannot be read (%j) are none",
    (text) => expect(parseRows(text)).toEqual(noRows),
  );

  test("are small, however much happened", () => {
    const huge = "x".repeat(1 << 20);
    const changes = Array.from({ length: 20_000 }, (_, index) =>
      sampleChange({
        op: index === 19_999 ? "delete" : "update",
        name: `r${index}`,
        properties: index < 20 ? [sampleProperty({ old: huge, new: [huge] })] : [],
      }),
    );
    const outputs = {
      url: { value: "https://pr-12.shop.example", secret: false },
      dump: { value: huge, secret: false },
    };
    const policies = sampleFindings(
      Array.from({ length: 3000 }, (_, index) =>
        sampleViolation({ message: huge, enforcement: index === 2999 ? "mandatory" : "advisory" }),
      ),
    );
    const changeSet = sampleChangeSet({ changes, outputs, policies });
    const { report, leftOut } = briefReport(
      sampleReport({ changeSet, state: "failed", failure: { ...failure, message: huge } }),
    );
    expect(JSON.stringify(report).length).toBeLessThan(150_000);
    expect(leftOut + (report.changeSet?.changes.length ?? 0)).toBe(20_000);
    expect(report.changeSet?.changes[0]).toMatchObject({ op: "delete" });
    expect(report.changeSet?.counts).toEqual(changeSet.counts);
    expect(report.changeSet?.policies.counts).toEqual({ mandatory: 1, remediate: 0, advisory: 2999 });
    expect(report.changeSet?.policies.violations[0]).toMatchObject({ enforcement: "mandatory" });
    expect(Object.keys(report.changeSet?.outputs ?? {})).toEqual(["url"]);
  });
});

describe("the comment of several stages", () => {
  test("says at a glance how each is, and the worst first", () => {
    const lost = sampleChange({ op: "delete", name: "db", type: "aws:rds/instance:Instance" });
    const url = "https://pr-12.shop.example";
    const { rows } = rowsOf(
      sampleReport({ app: "web", url, changeSet: sampleChangeSet({ changes: [sampleChange()] }) }),
      sampleReport({
        app: "api",
        state: "failed",
        failure,
        lastUrl: url,
        changeSet: sampleChangeSet({ changes: [lost] }),
      }),
      sampleReport({ app: "jobs", state: "deploying", changeSet: null, endedAt: null }),
    );
    const comment = renderRows(rows, marker);
    const lines = comment.split("\n");
    expect(lines.slice(2, 7)).toEqual([
      "### ❌ 3 stages: 1 deploy failed, data lost · 1 deploying … · 1 deployed",
      "",
      "**api · pr-12**",
      "",
      "> [!CAUTION]",
    ]);
    const table = lines.indexOf("| | App | Stage | Changes | Address |");
    expect(lines.slice(table, table + 4)).toEqual([
      "| | App | Stage | Changes | Address |",
      "| --- | --- | --- | --- | --- |",
      `| ❌ deploy failed, data lost | api | pr-12 | 1 deleted | Last good deploy: <${url}> |`,
      "| ⏳ deploying … | jobs | pr-12 |  |  |",
    ]);
    expect(comment).toContain("**api · pr-12**\n\n> [!CAUTION]");
    expect(comment).toContain("<summary>❌ api · pr-12: deploy failed, data lost</summary>");
    expect(comment).toContain("no such region");
    expect(readMarkdown(comment).tables).toEqual([[5, 5, 5, 5]]);
  });

  test("stays within GitHub's limit and whole, however many and whatever they say", () => {
    fc.assert(
      fc.property(fc.array(hostileReport, { minLength: 2, maxLength: 80 }), (reports) => {
        const named = reports.map((report, index) => ({ ...report, stage: `${report.stage}${index}` }));
        const comment = renderRows(rowsOf(...named).rows, marker);
        expect(Array.from(comment).length).toBeLessThanOrEqual(COMMENT_LIMIT);
        expect(comment.startsWith(`${marker}\n`)).toBe(true);
        expect(comment.replace(marker, "")).not.toContain("<!--");
        const { html, tables } = readMarkdown(comment);
        const opened = html.filter((tag) => tag.startsWith("<details>")).length;
        expect(html.filter((tag) => tag === "</details>")).toHaveLength(opened);
        expect(tables.flatMap((cells) => cells.filter((count) => count !== cells[0]))).toEqual([]);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  test("says of how many there is no room to tell", () => {
    const changes = Array.from({ length: 300 }, (_, index) => sampleChange({ op: "delete", name: `queue-${index}` }));
    const reports = Array.from({ length: 200 }, (_, index) =>
      sampleReport({ app: `app-${index}`, changeSet: sampleChangeSet({ changes }) }),
    );
    const comment = renderRows(rowsOf(...reports).rows, marker);
    expect(Array.from(comment).length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(comment).toMatch(/\d+ more stages are in the runs' job summaries\.$/u);
  });
});
