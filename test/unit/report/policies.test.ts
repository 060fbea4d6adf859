import { describe, expect, test } from "vitest";

import { renderComment } from "../../../src/report/comment.ts";
import { policyAlert } from "../../../src/report/policies.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { readMarkdown } from "./read-markdown.ts";
import { sampleChangeSet, sampleFindings, sampleReport, sampleViolation } from "./sample.ts";

const advisory = sampleViolation({ enforcement: "advisory", policy: "has-owner", message: "No owner." });
const many = Array.from({ length: 14 }, (_, index) =>
  sampleViolation({ enforcement: "advisory", resource: `bucket-${index}`, message: `No owner.\nOf ${index}.` }),
);
const reportOf = (violations: Parameters<typeof sampleFindings>[0]) =>
  sampleReport({ changeSet: sampleChangeSet({ policies: sampleFindings(violations) }) });

describe("the box on policies", () => {
  test("is red where one binds, which stands first", () => {
    const wholeStage = sampleViolation({ urn: null, resource: null, message: "Too many buckets." });
    expect(policyAlert(sampleFindings([advisory, sampleViolation(), wholeStage])).split("\n")).toEqual([
      "> [!CAUTION]",
      "> **Mandatory policies are violated.** The run fails until they are fixed:",
      "> - **mandatory** `acme-rules/no-public-buckets` on `pages` (`aws:s3:Bucket`): Buckets are not public. The bucket is public.",
      "> - **mandatory** `acme-rules/no-public-buckets` on the stage: Too many buckets.",
      "> - **advisory** `acme-rules/has-owner` on `pages` (`aws:s3:Bucket`): No owner.",
    ]);
  });

  test("is yellow where all advise, and not there where nothing is violated", () => {
    expect(policyAlert(sampleFindings([advisory]))).toMatch(/^> \[!WARNING\]\n> \*\*Policies are violated\.\*\* None/);
    expect(policyAlert(sampleFindings())).toBe("");
  });

  test("holds ten rows and says how many more there are, which a fold tells whole", () => {
    for (const text of [
      renderComment(reportOf(many), "<!-- x -->"),
      renderSummary({ reports: [reportOf(many)], skip: null }),
    ]) {
      expect(text.match(/^> - \*\*advisory/gm)).toHaveLength(10);
      expect(text).toContain("> - and 4 more, below");
      expect(text).toContain("<summary>4 more policy violations</summary>");
      expect(text).toContain("advisory policy acme-rules/no-public-buckets on bucket-13: No owner.\n  Of 13.\n```");
      expect(text).not.toContain("on bucket-9: No owner.\n");
    }
  });

  test("counts those that were not kept", () => {
    const { violations } = sampleFindings(many);
    const policies = { counts: { mandatory: 0, remediate: 0, advisory: 5000 }, violations };
    const comment = renderComment(sampleReport({ changeSet: sampleChangeSet({ policies }) }), "<!-- x -->");
    expect(comment).toContain("> - and 4,990 more, below");
    expect(comment).toContain("4,986 more are in the [job summary]");
  });

  test("shows as text what a policy says, in one row, of bounded length", () => {
    const said = "@octocat </details>\n> [!TIP]\n| a | `b` | <!-- x --> ";
    const pack = "`|</code>@acme/team";
    const box = policyAlert(sampleFindings([sampleViolation({ pack, message: said + "x".repeat(100_000) })]));
    expect(box.split("\n")).toHaveLength(3);
    expect(box.length).toBeLessThan(2000);
    expect(readMarkdown(box).html.filter((tag) => !/^<\/?code>$/.test(tag))).toEqual([]);
    expect(box).toContain("@&#8203;octocat &#60;/details&#62; &#62; &#91;!TIP&#93;");
  });
});

test("the log tells each, what binds first, and how many more", () => {
  const lines = renderTerminal(reportOf([...many, ...many, sampleViolation()])).split("\n");
  expect(lines.slice(1, 3)).toEqual([
    "  mandatory policy acme-rules/no-public-buckets on pages: Buckets are not public.",
    "    The bucket is public.",
  ]);
  expect(lines.at(-1)).toBe("  … 9 more policy violations");
});
