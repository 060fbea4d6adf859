import * as fc from "fast-check";
import { expect, test } from "vitest";

import { findRows, hideRows } from "../../../src/report/hidden-rows.ts";
import { noRows, withReport } from "../../../src/report/rows.ts";
import { hostileReport, hostileText } from "./hostile.ts";
import { readMarkdown } from "./read-markdown.ts";
import { sampleChange, sampleChangeSet, sampleReport } from "./sample.ts";

test("come back from a comment, and show nothing in it", () => {
  fc.assert(
    fc.property(fc.array(hostileReport, { minLength: 1, maxLength: 20 }), hostileText, (reports, text) => {
      const named = reports.map((report, index) => ({ ...report, stage: `s${index}` }));
      const rows = named.reduce(withReport, noRows);
      const line = hideRows(rows, named[0] ?? sampleReport());
      expect(readMarkdown(line).html).toEqual([line]);
      const found = findRows(`${text}\n\n${line}`);
      expect(found.rows.map(({ report }) => [report.app, report.stage, report.state])).toEqual(
        rows.rows.map(({ report }) => [report.app, report.stage, report.state]),
      );
    }),
    { numRuns: 50, endOnFailure: true },
  );
});

test("never take more than their share, however many there are; one's own is always among them", () => {
  const changes = Array.from({ length: 500 }, (_, index) => sampleChange({ name: `${Math.sin(index)}`.repeat(5) }));
  const reports = Array.from({ length: 400 }, (_, index) =>
    sampleReport({ app: `app-${Math.sin(index)}-${"x".repeat(index % 90)}`, changeSet: sampleChangeSet({ changes }) }),
  );
  for (const count of [1, 5, 20, 400]) {
    const some = reports.slice(0, count);
    const own = some.at(-1) ?? sampleReport();
    const line = hideRows(some.reduce(withReport, noRows), own);
    expect(line.length).toBeLessThanOrEqual(24_000);
    expect(findRows(line).rows.map(({ report }) => report.app)).toContain(own.app);
  }
});

test.each([
  "",
  "<!-- stagewright-rows:1 AAAA -->",
  "<!-- stagewright-rows:1 !! -->",
  "<!-- stagewright-rows:2 AAAA -->",
])("are none in %j", (body) => expect(findRows(body)).toEqual(noRows));
