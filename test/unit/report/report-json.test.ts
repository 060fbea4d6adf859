import { fileURLToPath } from "node:url";

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { maskReport } from "../../../src/report/mask-report.ts";
import { toReportJson } from "../../../src/report/report-json.ts";
import { reportJsonSchema, reportSchema } from "../../../src/report/report-schema.ts";
import { hostileReport } from "./hostile.ts";
import { sampleChange, sampleChangeSet, sampleReport } from "./sample.ts";

const published = fileURLToPath(new URL("../../../docs/report.schema.json", import.meta.url));

test("every report fits the schema, once it is written and read again", () => {
  fc.assert(
    fc.property(fc.array(hostileReport, { maxLength: 3 }), (reports) => {
      const masked = reports.map((report) => maskReport(report, (text) => text));
      const text = JSON.stringify(toReportJson({ reports: masked, skip: null, failure: null }));
      expect(reportSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

test("a run without a stage says why", () => {
  const skip = { code: "tag", reason: "A tag was pushed." };
  const failure = { code: "no-project", message: "There is no Pulumi.yaml.", next: "Set working-directory." };
  expect(reportSchema.parse(toReportJson({ reports: [], skip, failure: null }))).toMatchObject({
    version: 1,
    skip,
    stages: [],
  });
  expect(reportSchema.parse(toReportJson({ reports: [], skip: null, failure }))).toMatchObject({ failure, stages: [] });
});

test("each change says whether its loss is one of data", () => {
  const changes = [sampleChange({ holdsData: true }), sampleChange()];
  const { stages } = toReportJson({
    reports: [sampleReport({ changeSet: sampleChangeSet({ changes }) })],
    skip: null,
    failure: null,
  });
  expect(stages[0]?.changeSet?.changes.map((change) => change.holdsData)).toEqual([true, false]);
});

test("the published schema is the one in the code", async () => {
  await expect(reportJsonSchema()).toMatchFileSnapshot(published);
});
