import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { z } from "zod";

import { cacheDirectory } from "../src/entry/runner.ts";
import { root } from "./root.ts";

const resultsSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export type TestCounts = { readonly passed: number; readonly failed: readonly string[] };

/** Runs all tests, shown as they go, and counts them by the results that vitest writes. */
export async function runVitest(): Promise<TestCounts> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-test-"));
  try {
    const results = join(folder, "results.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
    const code = await shown(["node_modules/vitest/vitest.mjs", "run", ...reporters]);
    return countTests(code, await readFile(results, "utf8").catch(() => null));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a program written for Node with its output shown; resolves to its exit code. */
function shown(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      // Each test file, and many a process that tests start, loads the same packages anew.
      env: { NODE_COMPILE_CACHE: join(cacheDirectory(process.env), "compile"), ...process.env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (exit) => resolve(exit ?? 1));
  });
}

/**
 * Counts tests from vitest's exit code and JSON results (null when there are none). A file that could not be loaded is one failure; so is a
 * run that ended badly without a failed test, and one in which no test ran.
 */
export function countTests(code: number, results: string | null): TestCounts {
  if (results === null) {
    return { passed: 0, failed: [`vitest itself (exit code ${code}, no results)`] };
  }
  const files = resultsSchema.parse(JSON.parse(results)).testResults;
  const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: file.name })));
  const passed = tests.filter((test) => test.status === "passed").length;
  const failed = tests
    .filter((test) => test.status === "failed")
    .map((test) => `${relative(root, test.file)}: ${test.fullName}`);
  const broken = files
    .filter((file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"))
    .map((file) => `${relative(root, file.name)} (the file itself)${file.message ? `: ${file.message}` : ""}`);
  const all = [...failed, ...broken];
  if (all.length === 0 && code !== 0) {
    return { passed, failed: [`vitest itself (exit code ${code}; see above)`] };
  }
  return all.length === 0 && passed === 0 ? { passed, failed: ["no test ran"] } : { passed, failed: all };
}
