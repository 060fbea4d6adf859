import { expect, it } from "vitest";

import { exampleReport } from "../../../scripts/example-report.ts";
import type { Diagnostic } from "../../../src/engine/change.ts";
import { annotations } from "../../../src/report/annotations.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";

const root = "/home/runner/work/shop/shop";

function report(path: string, diagnostics: readonly Partial<Diagnostic>[]): StageReport {
  const { changeSet } = exampleReport;
  if (changeSet === null) {
    throw new Error("the example has no change set");
  }
  const whole = diagnostics.map((one) => ({
    severity: "error" as const,
    message: "no such region",
    urn: null,
    resource: "bucket",
    source: { file: `${root}/infra/index.ts`, line: 12, column: 3 },
    ...one,
  }));
  return { ...exampleReport, path, changeSet: { ...changeSet, diagnostics: whole } };
}

it("names the line of the repository that a diagnostic points at", () => {
  const failed = report("infra", [{}]);
  expect(annotations([failed], root)).toEqual([
    {
      severity: "error",
      file: "infra/index.ts",
      line: 12,
      column: 3,
      title: "shop · pr-12: bucket",
      message: "no such region",
      failureOf: failed,
    },
  ]);
  const relative = { source: { file: "src/site.ts", line: 1, column: null } };
  expect(annotations([report("infra", [relative])], root)[0]?.file).toBe("infra/src/site.ts");
});

it("leaves out what points elsewhere, or nowhere, or only informs", () => {
  const diagnostics = [
    { source: null },
    { severity: "info" as const },
    { source: { file: "/tmp/stagewright-1/index.ts", line: 1, column: null } },
    { source: { file: "../../../etc/passwd", line: 1, column: null } },
  ];
  expect(annotations([report(".", diagnostics)], root)).toEqual([]);
});

it("stays below GitHub's ten of a kind, errors first, and cuts what is long", () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    severity: index % 2 === 0 ? ("warning" as const) : ("error" as const),
    message: `${index} ${"x".repeat(9000)}`,
  }));
  const found = annotations([report(".", many)], root);
  expect(found.map(({ severity }) => severity).join()).toBe(
    `${"error,".repeat(9)}${"warning,".repeat(9)}`.slice(0, -1),
  );
  expect(Math.max(...found.map(({ message }) => message.length))).toBeLessThanOrEqual(2000);
});
