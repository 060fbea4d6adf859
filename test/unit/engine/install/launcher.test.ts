import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, test } from "vitest";

import { ensureFallbackSdk, fallbackSdkFolder } from "../../../../src/engine/install/fallback-sdk.ts";
import { ensureLauncher } from "../../../../src/engine/install/launcher.ts";
import { testCache } from "../../../support/engine.ts";

const silent = { info: () => undefined, warning: () => undefined, error: () => undefined, debug: () => undefined };
const name = "pulumi-resource-pulumi-nodejs";
let folder = "";

beforeEach(async () => {
  // A quote, a space and a dollar sign: the folder's name is written into a shell script.
  folder = await mkdtemp(join(tmpdir(), "stagewright 'launcher' $HOME "));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An SDK in a folder whose dynamic provider only tells which one it is and what it was given. */
async function putSdk(root: string, tells: string): Promise<void> {
  const entry = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider");
  await mkdir(entry, { recursive: true });
  await writeFile(join(entry, "index.js"), `console.log(${JSON.stringify(tells)}, process.argv.slice(2).join("|"));`);
}

async function launched(cwd: string, path: string): Promise<string> {
  const launcher = await ensureLauncher({ cacheDirectory: join(folder, "cache"), node: process.execPath });
  const { stdout } = await promisify(execFile)(join(launcher ?? "", name), ["127.0.0.1:1", "a b"], {
    cwd,
    env: { PATH: path },
  });
  return stdout.trim();
}

test("the program's own SDK goes first, the one beside the engine serves where the program is gone", async () => {
  const [program, empty] = [join(folder, "program"), join(folder, "empty")];
  await mkdir(empty);
  await putSdk(program, "own");
  await putSdk(fallbackSdkFolder(join(folder, "cache")), "fallback");
  const path = `${dirname(process.execPath)}:/usr/bin:/bin`;
  expect(await launched(program, path)).toBe("own 127.0.0.1:1|a b");
  expect(await launched(empty, path)).toBe("fallback 127.0.0.1:1|a b");
});

test("without any Node on PATH the one that runs Stagewright is taken", async () => {
  await putSdk(fallbackSdkFolder(join(folder, "cache")), "fallback");
  expect(await launched(folder, "/nowhere")).toBe("fallback 127.0.0.1:1|a b");
});

test("without any SDK it says so", async () => {
  await expect(launched(folder, "/nowhere")).rejects.toMatchObject({
    stderr: expect.stringContaining("@pulumi/pulumi"),
  });
});

test("the real SDK beside the engine serves: the provider starts and tells its port", async () => {
  const cacheDirectory = testCache();
  await ensureFallbackSdk({ cacheDirectory, environment: process.env, log: silent });
  const launcher = await ensureLauncher({ cacheDirectory, node: process.execPath });
  const provider = spawn(join(launcher ?? "", name), ["127.0.0.1:1"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = await once(provider.stdout, "data");
    expect(String(port)).toMatch(/^\d+\s*$/u);
  } finally {
    provider.kill();
  }
}, 120_000);

test("no npm is one clear failure, and nothing is left", async () => {
  const cacheDirectory = join(folder, "cache");
  const installing = ensureFallbackSdk({
    cacheDirectory,
    environment: { PATH: "/nowhere" },
    log: silent,
    node: "/nowhere/node",
  });
  await expect(installing).rejects.toMatchObject({ code: "no-npm", next: expect.stringContaining("setup-node") });
  await expect(launched(folder, "/nowhere")).rejects.toMatchObject({
    stderr: expect.stringContaining("@pulumi/pulumi"),
  });
});

test("an npm that fails is one clear failure with its last words", async () => {
  const npm = join(folder, "bin", "npm");
  await mkdir(dirname(npm));
  await writeFile(npm, "#!/bin/sh\necho 'npm error 404 no such package' >&2\nexit 1\n", { mode: 0o755 });
  const environment = { PATH: `${dirname(npm)}:/usr/bin:/bin` };
  const installing = ensureFallbackSdk({ cacheDirectory: join(folder, "cache"), environment, log: silent });
  await expect(installing).rejects.toMatchObject({
    code: "sdk-not-installed",
    message: expect.stringContaining("404 no such package"),
  });
});
