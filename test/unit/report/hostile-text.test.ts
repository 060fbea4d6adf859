import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { CHECK_SUMMARY_LIMIT, renderCheckSummary } from "../../../src/report/check-summary.ts";
import { COMMENT_LIMIT, renderComment } from "../../../src/report/comment.ts";
import { commentMarker } from "../../../src/report/comment-marker.ts";
import { neutraliseLogLine } from "../../../src/report/neutral.ts";
import { shownName } from "../../../src/report/change-line.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";
import { renderSummary, SUMMARY_LIMIT } from "../../../src/report/summary.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { stageUrls } from "../../../src/report/url.ts";
import { hostileReport } from "./hostile.ts";
import { readMarkdown } from "./read-markdown.ts";

const marker = commentMarker("s3://shop-state");
const ourTags = /^(<details>\n<summary>[\w ,.:·]+<\/summary>|<\/details>|<\/?sub>|<\/?code>)$/;
const ourKinds = new Set([
  "root",
  "heading",
  "text",
  "paragraph",
  "strong",
  "link",
  "inlineCode",
  "code",
  "html",
  "blockquote",
  "list",
  "listItem",
  "table",
  "tableRow",
  "tableCell",
]);
/** Where GitHub would ping or link, in text that is no code. */
const pings = /@\w|#\d|(?<![a-z0-9])(gh-\d|www\.|[0-9a-f]{7,40}(?![a-z0-9]))|https?:\/\/|:[\w+-]+:/i;

function checkMarkdown(markdown: string, report: StageReport): void {
  const read = readMarkdown(markdown);
  const addresses = ["https://pr-12.shop.example", report.run?.url ?? ""];
  const outputs = stageUrls(report.changeSet?.outputs ?? {}).flatMap(({ url }) => [url, URL.parse(url)?.href]);

  expect([...read.kinds].filter((kind) => !ourKinds.has(kind))).toEqual([]);
  expect(read.html.filter((tag) => tag !== marker && !ourTags.test(tag))).toEqual([]);
  expect(read.html.filter((tag) => tag.startsWith("<details>"))).toHaveLength(
    read.html.filter((tag) => tag === "</details>").length,
  );
  expect(read.prose.filter((text) => pings.test(text.replaceAll("stagewright", "")))).toEqual([]);
  expect(
    read.links.filter(
      (url) =>
        !addresses.includes(url) && !url.startsWith("https://github.com/acme/shop/commit/") && !outputs.includes(url),
    ),
  ).toEqual([]);
  expect(read.tables.flatMap((rows) => rows.filter((cells) => cells !== rows[0]))).toEqual([]);
  expect(read.last).toBe("paragraph");
  expect(markdown.replace(marker, "")).not.toContain("<!--");
  expect(markdown).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  for (const change of report.changeSet?.changes.slice(0, 12) ?? []) {
    expect(read.text).toContain(shownName(change.name).replaceAll("\u200B", ""));
  }
}

describe("text of others, whatever it holds", () => {
  test("shows as text in the comment: it pings nobody, closes nothing and links nowhere", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const comment = renderComment(report, marker);
        expect(comment.startsWith(`${marker}\n`)).toBe(true);
        expect(Array.from(comment).length).toBeLessThanOrEqual(COMMENT_LIMIT);
        checkMarkdown(comment, report);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test("shows as text in the job summary", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const summary = renderSummary({ reports: [report], skip: null });
        expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(SUMMARY_LIMIT);
        checkMarkdown(summary, report);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test("shows as text in the check run", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const page = renderCheckSummary(report);
        expect(Buffer.byteLength(page)).toBeLessThanOrEqual(CHECK_SUMMARY_LIMIT);
        checkMarkdown(page, report);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test("gives the runner no workflow command in the terminal's text", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const lines = renderTerminal(report).split("\n").map(neutraliseLogLine);
        expect(lines.filter((line) => line.trimStart().startsWith("::") || line.includes("##["))).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
