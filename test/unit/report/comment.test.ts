import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import type { ChangeSet } from "../../../src/engine/change.ts";
import { COMMENT_LIMIT, renderComment } from "../../../src/report/comment.ts";
import { commentMarker } from "../../../src/report/comment-marker.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";
import { CHECK_SUMMARY_LIMIT, renderCheckSummary } from "../../../src/report/check-summary.ts";
import { renderSummary, SUMMARY_LIMIT } from "../../../src/report/summary.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { readMarkdown } from "./read-markdown.ts";
import { sampleChange, sampleChangeSet, sampleDiagnostic, sampleProperty, sampleReport } from "./sample.ts";

const folder = fileURLToPath(new URL("../../fixtures/change-sets/", import.meta.url));
const marker = commentMarker("s3://shop-state");
const url = "https://pr-12.shop.example";
const failure = {
  code: "deploy-failed",
  message: "db: creating RDS DB Instance",
  next: "Fix the cause and push again; the next deploy continues from the saved state.",
};

async function recorded(name: string): Promise<ChangeSet> {
  const changeSet: ChangeSet = JSON.parse(await readFile(`${folder}${name}.json`, "utf8"));
  return changeSet;
}

const shown: readonly (readonly [string, Partial<StageReport>])[] = [
  ["first-deploy", { url }],
  ["database-replaced", { url }],
  ["failed-deploy", { state: "failed", failure, lastUrl: url, pending: [] }],
  ["preview", { command: "diff", state: "previewed" }],
  ["removal", { command: "remove", state: "removed", mergedInto: null }],
  ["no-changes", { state: "unchanged", url }],
];

describe.each(shown)("%s, as people see it", (name, over) => {
  test("in the comment", async () => {
    const report = sampleReport({ ...over, changeSet: await recorded(name) });
    await expect(renderComment(report, marker)).toMatchFileSnapshot(`${folder}${name}.comment.md`);
  });

  test("in the job summary", async () => {
    const report = sampleReport({ ...over, changeSet: await recorded(name) });
    await expect(renderSummary({ reports: [report], skip: null })).toMatchFileSnapshot(`${folder}${name}.summary.md`);
  });

  test("in the log", async () => {
    const report = sampleReport({ ...over, changeSet: await recorded(name) });
    await expect(renderTerminal(report)).toMatchFileSnapshot(`${folder}${name}.log.txt`);
  });
});

describe("state, address and danger come first", () => {
  test("while it runs, the address is the last deploy's", () => {
    const comment = renderComment(
      sampleReport({ state: "deploying", changeSet: null, lastUrl: url, endedAt: null }),
      marker,
    );
    expect(comment.split("\n\n").slice(1, 3)).toEqual(["### ⏳ shop · pr-12: deploying …", `Last deploy: <${url}>`]);
  });

  test("after a failure, the last good one's", () => {
    const [, , address] = renderComment(sampleReport({ state: "failed", failure, url, lastUrl: url }), marker).split(
      "\n\n",
    );
    expect(address).toBe(`Last good deploy: <${url}>`);
  });

  test("a removed stage has none", () => {
    expect(
      renderComment(sampleReport({ command: "remove", state: "removed", url, lastUrl: url }), marker),
    ).not.toContain(url);
  });

  test("a lost database stands before the list of changes", () => {
    const changes = [sampleChange(), sampleChange({ op: "delete", name: "db", type: "aws:rds/instance:Instance" })];
    const comment = renderComment(sampleReport({ changeSet: sampleChangeSet({ changes }) }), marker);
    expect(comment.indexOf("[!CAUTION]")).toBeLessThan(comment.indexOf("```diff"));
    expect(comment).toContain("**Data was lost in this stage.**");
  });

  test("what the user says holds data is told as such, whatever its type", () => {
    const vault = sampleChange({ op: "replace", name: "vault", type: "acme:store:Vault", holdsData: true });
    const changeSet = sampleChangeSet({ changes: [vault] });
    for (const text of [
      renderComment(sampleReport({ changeSet }), marker),
      renderSummary({ reports: [sampleReport({ changeSet })], skip: null }),
    ]) {
      expect(text).toContain("- `vault` (`acme:store:Vault`): replaced");
      expect(text).toContain("replaced (holds data)");
    }
  });

  test("without danger there is no box", () => {
    expect(
      renderComment(sampleReport({ changeSet: sampleChangeSet({ changes: [sampleChange()] }) }), marker),
    ).not.toContain("> [!");
  });

  test("operations that an engine left under way are named", () => {
    const pending = [{ urn: "urn:pulumi:pr-12::shop::aws:sqs/queue:Queue::orders", type: "creating" }];
    expect(renderComment(sampleReport({ state: "cancelled", pending }), marker)).toContain(
      "- `orders` (`aws:sqs:Queue`): creating",
    );
  });
});

describe("a failure", () => {
  test("without an engine's word tells our own, and what to do", () => {
    const comment = renderComment(sampleReport({ state: "failed", changeSet: null, failure }), marker);
    expect(comment).toContain("```text\ndb: creating RDS DB Instance\n```\n\n**What to do:** Fix the cause");
  });

  test("is gone from the comment after the next good deploy", () => {
    expect(renderComment(sampleReport(), marker)).not.toMatch(/What to do|failed/);
  });

  test("of many resources tells three and how many more, and folds the rest", () => {
    const diagnostics = Array.from({ length: 7 }, (_, index) =>
      sampleDiagnostic({ severity: "error", message: `broken ${index}`, resource: `r${index}` }),
    );
    const comment = renderComment(
      sampleReport({ state: "failed", failure, changeSet: sampleChangeSet({ diagnostics }) }),
      marker,
    );
    expect(comment).toContain("4 more errors are below.");
    expect(comment).toContain("<summary>4 errors</summary>");
    expect(comment.match(/broken \d/g)?.sort()).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `broken ${index}`));
  });
});

describe("the footer", () => {
  test.each<[Partial<StageReport>, string]>([
    [
      {},
      "head [`abc1234`](https://github.com/acme/shop/commit/abc1234def5678abc1234def5678abc1234def56) merged into `main`",
    ],
    [{ mergedInto: null, branch: "dev" }, "/commit/abc1234def5678abc1234def5678abc1234def56) of `dev`"],
    [
      { run: { url: "https://github.com/acme/shop/actions/runs/99", attempt: 3 } },
      "[run](https://github.com/acme/shop/actions/runs/99) (attempt 3)",
    ],
    [{}, "by octocat · 1m 12s · 2026-11-25 02:01 UTC"],
    [{ endedAt: null }, "by octocat · 2026-11-25 02:00 UTC"],
  ])("of %j says %s", (over, text) => {
    expect(renderComment(sampleReport(over), marker).split("\n").at(-1)).toContain(text);
  });
});

describe("however much there is to tell", () => {
  const huge = "<@x`|漢".repeat(200_000);
  const parent = `urn:pulumi:pr-12::shop::a:b:C::${huge}`;

  test.each([0, 1, 50, 1000, 20_000])("%d resources with huge values stay within GitHub's limits", (count) => {
    const changes = Array.from({ length: count }, (_, index) =>
      sampleChange({
        op: (["create", "update", "replace", "delete"] as const)[index % 4] ?? "create",
        name: index % 1000 === 0 ? huge : `resource-${index}`,
        type: index % 5 === 0 ? huge : "aws:rds/instance:Instance",
        urn: `urn:pulumi:pr-12::shop::a:b:C::${index}`,
        parent: index % 7 === 0 ? parent : `urn:pulumi:pr-12::shop::a:b:C::parent-${index}`,
        properties: [
          sampleProperty({ path: huge, old: huge, new: `${huge}!`, forcesReplace: true }),
          sampleProperty({ old: { huge }, new: [huge] }),
        ],
      }),
    );
    const diagnostics = Array.from({ length: Math.min(count, 20) }, (_, index) =>
      sampleDiagnostic({
        severity: index % 2 === 0 ? "error" : "warning",
        message: `${index} ${huge}`,
        resource: huge,
        source: { file: huge, line: 1, column: 1 },
      }),
    );
    const outputs = Object.fromEntries(
      Array.from({ length: Math.min(count, 3000) }, (_, index) => [`output-${index}`, { value: huge, secret: false }]),
    );
    const report = sampleReport({
      app: huge,
      stage: huge,
      reason: huge,
      branch: huge,
      mergedInto: huge,
      actor: huge,
      state: "failed",
      failure: { code: "deploy-failed", message: huge, next: huge },
      impact: {
        stage: huge,
        basis: "head",
        changeSet: sampleChangeSet({ preview: true, changes }),
        reason: count === 0 ? huge : null,
      },
      pending: Array.from({ length: 50 }, () => ({ urn: huge, type: huge })),
      changeSet: sampleChangeSet({ changes, diagnostics, outputs }),
    });
    const comment = renderComment(report, marker);
    const summary = renderSummary({ reports: [report, report, report], skip: null });
    const check = renderCheckSummary(report);

    expect(Array.from(comment).length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(SUMMARY_LIMIT);
    expect(Buffer.byteLength(check)).toBeLessThanOrEqual(CHECK_SUMMARY_LIMIT);
    for (const page of [comment, check]) {
      expect(readMarkdown(page).last).toBe("paragraph");
      expect(page.split("<details>")).toHaveLength(page.split("</details>").length);
    }
    expect(comment.includes("in the [job summary](https://github.com/acme/shop/actions/runs/99)")).toBe(count > 40);
  });

  test("what is told is the most destructive, and the room is used", () => {
    const changes = Array.from({ length: 5000 }, (_, index) =>
      sampleChange({ name: `queue-${index}`, op: index === 4999 ? "delete" : "create" }),
    );
    const comment = renderComment(sampleReport({ changeSet: sampleChangeSet({ changes }) }), marker);
    const [first] = comment.slice(comment.indexOf("```diff\n") + 8).split("\n");
    expect(first).toMatch(/^- queue-4999 /);
    expect(comment).toMatch(/\n\n[\d,]+ more resources are in the \[job summary\]/);
    expect(comment.length).toBeGreaterThan(30_000);
  });

  test("a hundred stages share the summary, and those that do not fit are counted", () => {
    const changes = Array.from({ length: 300 }, (_, index) => sampleChange({ name: `queue-${index}` }));
    const reports = Array.from({ length: 100 }, () => sampleReport({ changeSet: sampleChangeSet({ changes }) }));
    const summary = renderSummary({ reports, skip: null });
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(SUMMARY_LIMIT);
    expect(summary.match(/^### /gm)).toHaveLength(100);
    expect(summary).toMatch(/more resources are in `report.json`/);
  });
});
