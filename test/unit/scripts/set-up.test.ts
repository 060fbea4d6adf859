import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { root } from "../../../scripts/root.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-set-up-"));
  await mkdir(join(folder, "bin"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a program with an empty cache folder and a PATH that holds only what the test puts into its `bin` beside the system's shell. */
async function run(
  command: string,
  args: readonly string[],
  system = ":/bin:/usr/bin",
): Promise<{ code: number | null; output: string }> {
  const environment = {
    PATH: `${join(folder, "bin")}${system}`,
    HOME: folder,
    STAGEWRIGHT_CACHE: join(folder, "cache"),
  };
  const child = spawn(command, args, { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.on("close", resolve);
  });
  return { code, output };
}

async function put(name: string, lines: readonly string[]): Promise<void> {
  await writeFile(join(folder, "bin", name), ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
}

test("without a usable Go the engine's build ends with one clear error and leaves nothing half-made", async () => {
  await put("go", ["echo 'go: go.mod requires go >= 1.26 (running go 1.21)' >&2", "exit 1"]);
  const { code, output } = await run(process.execPath, ["scripts/engine.ts"]);
  expect(code).toBe(1);
  expect(output).toMatch(/error: go build .*failed/u);
  expect(output).toContain("go.mod requires go >= 1.26");
  expect(await readdir(join(folder, "cache", "engine"))).toEqual([]);
});

test("without any Go it says which one is needed", async () => {
  const { code, output } = await run(process.execPath, ["scripts/engine.ts"], "");
  expect(code).toBe(1);
  expect(output).toMatch(/error: go cannot be started.*\nInstall Go 1\.26/u);
});

test("a script is run under the wanted Node and its exit code handed on", async () => {
  const script = join(folder, "script.ts");
  await writeFile(
    script,
    "const code: number = 7;\nconsole.log(process.argv.slice(2).join());\nprocess.exitCode = code;\n",
  );
  expect(await run(process.execPath, ["scripts/with-node.mjs", script, "a", "b"])).toEqual({
    code: 7,
    output: "a,b\n",
  });
});

test.each([
  { name: "passes", npm: ["echo '12 passed, 0 failed'", "exit 0"], code: 0, last: "12 passed, 0 failed" },
  {
    name: "fails, whatever npm says after it",
    npm: ["echo '11 passed, 1 failed'", "echo 'npm error Test failed.' >&2", "exit 1"],
    code: 1,
    last: "11 passed, 1 failed",
  },
  { name: "breaks down before it counts", npm: ["echo broken >&2", "exit 0"], code: 1, last: "0 passed, 1 failed" },
])(".ci/run ends with the counts of an npm test that $name", async ({ npm, code, last }) => {
  await put("npm", npm);
  const ended = await run("/bin/bash", [join(root, ".ci", "run")]);
  expect(ended.output.trim().split("\n").at(-1)).toBe(last);
  expect(ended.code).toBe(code);
});
