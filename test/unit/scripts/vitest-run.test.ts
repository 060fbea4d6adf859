import { join } from "node:path";

import { expect, test } from "vitest";

import { root } from "../../../scripts/root.ts";
import { countTests } from "../../../scripts/vitest-run.ts";

const file = (status: string, assertions: readonly (readonly [string, string])[], message = "") => ({
  name: join(root, "test", "a.test.ts"),
  status,
  message,
  assertionResults: assertions.map(([fullName, result]) => ({ fullName, status: result })),
});
const results = (...files: readonly object[]) => JSON.stringify({ testResults: files });

test("passed and failed tests are counted, skipped ones are neither", () => {
  const counted = countTests(
    1,
    results(
      file("failed", [
        ["one", "passed"],
        ["two", "failed"],
        ["three", "skipped"],
      ]),
    ),
  );
  expect(counted).toEqual({ passed: 1, failed: ["test/a.test.ts: two"] });
});

test("a file that cannot be loaded is a failure", () => {
  const counted = countTests(1, results(file("passed", [["one", "passed"]]), file("failed", [], "no such import")));
  expect(counted).toEqual({ passed: 1, failed: ["test/a.test.ts (the file itself): no such import"] });
});

test("a run that ended badly is a failure though every test passed", () => {
  expect(countTests(1, results(file("passed", [["one", "passed"]]))).failed).toHaveLength(1);
});

test.each([
  ["no results", 1, null],
  ["no results of a run that seemed to end well", 0, null],
  ["no test at all", 0, results()],
])("%s is a failure", (_name, code, text) => {
  expect(countTests(code, text)).toEqual({ passed: 0, failed: [expect.any(String)] });
});

test("all is well", () => {
  expect(
    countTests(
      0,
      results(
        file("passed", [
          ["one", "passed"],
          ["two", "passed"],
        ]),
      ),
    ),
  ).toEqual({ passed: 2, failed: [] });
});
