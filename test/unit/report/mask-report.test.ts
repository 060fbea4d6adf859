import { expect, test } from "vitest";

import { createMask } from "../../../src/mask.ts";
import { maskJson } from "../../../src/report/mask-json.ts";
import { maskReport } from "../../../src/report/mask-report.ts";
import {
  sampleChange,
  sampleChangeSet,
  sampleDiagnostic,
  sampleFindings,
  sampleProperty,
  sampleReport,
  sampleViolation,
} from "./sample.ts";

const secret = "hush-hush-1";
const hide = (text: string): string => text.replaceAll(secret, "***");

test("a secret is hidden wherever a report can hold text of others", () => {
  const text = `a ${secret} b`;
  const report = sampleReport({
    app: text,
    path: text,
    stage: text,
    reason: text,
    failure: { code: "deploy-failed", message: text, next: text },
    url: text,
    lastUrl: text,
    impact: {
      stage: text,
      basis: "merge",
      changeSet: sampleChangeSet({ changes: [sampleChange({ name: text })] }),
      reason: text,
    },
    pending: [{ urn: text, type: text }],
    branch: text,
    commit: text,
    mergedInto: text,
    repositoryUrl: text,
    actor: text,
    run: { url: text, attempt: 1 },
    changeSet: sampleChangeSet({
      changes: [
        sampleChange({
          name: text,
          type: text,
          urn: text,
          parent: text,
          replaceKeys: [text],
          properties: [sampleProperty({ path: text, old: { [text]: [text] }, new: text })],
        }),
      ],
      diagnostics: [
        sampleDiagnostic({ message: text, urn: text, resource: text, source: { file: text, line: 1, column: null } }),
      ],
      policies: sampleFindings([
        sampleViolation({ pack: text, policy: text, message: text, urn: text, resource: text }),
      ]),
      outputs: { [text]: { value: { [text]: text }, secret: false } },
    }),
  });
  const masked = maskReport(report, hide);
  expect(JSON.stringify(masked)).not.toContain(secret);
  expect(masked).toStrictEqual(JSON.parse(JSON.stringify(report).replaceAll(secret, "***")));
});

test("without a secret nothing changes, and absent values stay absent", () => {
  const { old: _, ...added } = sampleProperty({ kind: "add" });
  const report = sampleReport({
    lastUrl: null,
    impact: null,
    changeSet: sampleChangeSet({ changes: [sampleChange({ properties: [added] })] }),
  });
  expect(maskReport(report, hide)).toStrictEqual(report);
});

test("words of our own stay, even where one is somebody's secret", () => {
  const mask = createMask(() => undefined);
  mask.add(["deployed", "create", "deploy-failed"]);
  const masked = maskReport(sampleReport({ changeSet: sampleChangeSet({ changes: [sampleChange()] }) }), mask.hide);
  expect([masked.state, masked.changeSet?.changes[0]?.op]).toEqual(["deployed", "create"]);
});

test("a number that is a secret becomes text, others stay numbers", () => {
  const mask = createMask(() => undefined);
  mask.add(12345678);
  expect(maskJson({ pin: 12345678, port: 443, on: true }, mask.hide)).toEqual({ pin: "***", port: 443, on: true });
});

test("what is nested without end is left out", () => {
  let value: unknown = secret;
  for (let depth = 0; depth < 5000; depth += 1) {
    value = [value];
  }
  expect(JSON.stringify(maskJson(value, hide))).toContain("[nested too deeply]");
});
