import { execFile } from "node:child_process";
import { chmod, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

import type { EngineOrder, EngineResult } from "../../../src/engine/engine.ts";
import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import type { StageRecord } from "../../../src/home/record.ts";
import { makeTestStage, type TestStage, textOf } from "../../support/pulumi-stage.ts";
import { hashTree } from "../../support/tree-hash.ts";

type By = "strict" | "tolerant" | "kit";

/** A deployed stage of the fixture `scripts`, in a git repository of its own, with its record. */
async function deployed(files: Readonly<Record<string, By>>, given: Parameters<typeof makeTestStage>[0] = {}) {
  const stage = await makeTestStage({ program: "scripts", ...given });
  const at = (name: string) => join(stage.world, name);
  await mkdir(stage.world);
  await stage.plan({ files: Object.entries(files).map(([name, by]) => ({ name, path: at(name), by })) });
  const commit = await commitAll(stage);
  const engine = createPulumiEngine(stage.tools);
  expect(await engine.deploy(stage.order())).toMatchObject({ outcome: "succeeded" });
  await stage.home.records?.write(recordOf(stage, commit));
  const remove = (changes: Partial<EngineOrder> = {}) => engine.remove(stage.order(changes));
  return Object.assign(stage, { at, commit, remove });
}

const recordOf = (stage: TestStage, commit: string): StageRecord => ({
  version: 1,
  ...stage.key,
  path: ".",
  repository: { id: 1, name: "acme/scripts" },
  origin: { kind: "pull_request", number: 7 },
  ephemeral: true,
  commit,
  status: "deployed",
  program: { main: null, providers: [{ name: "kit", path: "./kit" }] },
  updatedAt: "2026-01-01T00:00:00.000Z",
});

async function commitAll({ project }: TestStage): Promise<string> {
  const git = async (...args: string[]) => (await promisify(execFile)("git", args, { cwd: project })).stdout.trim();
  await git("init", "-q");
  await git("add", "-A");
  await git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "x");
  return git("rev-parse", "HEAD");
}

const warnings = ({ changeSet }: EngineResult) =>
  changeSet.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);

it("removes in the checked out project what only its scripts and providers can remove, and writes nothing there", async () => {
  await using stage = await deployed({ a: "strict", b: "tolerant", c: "kit" });
  await writeFile(join(stage.project, "Pulumi.pr-7.yaml"), "config:\n  scripts:x: y\n");
  const before = await hashTree(stage.project);
  const result = await stage.remove();
  expect(result).toMatchObject({ outcome: "succeeded", changeSet: { counts: { delete: 3 } } });
  expect(warnings(result)).toEqual([]);
  for (const name of ["a", "b", "c"]) {
    expect(await textOf(stage.at(name))).toBeNull();
  }
  expect(await hashTree(stage.project)).toEqual(before);
});

it("runs in the folder that `main` names, as the deploy did", async () => {
  await using stage = await makeTestStage({ program: "scripts" });
  await mkdir(stage.world);
  await mkdir(join(stage.project, "src"));
  for (const name of ["index.js", "scripts", "package.json"]) {
    await cp(join(stage.project, name), join(stage.project, "src", name), { recursive: true });
    await rm(join(stage.project, name), { recursive: true });
  }
  await writeFile(join(stage.project, "Pulumi.yaml"), "name: scripts\nruntime: nodejs\nmain: src/\n");
  const path = join(stage.world, "a");
  await writeFile(join(stage.project, "src/plan.json"), JSON.stringify({ files: [{ name: "a", path }] }));
  const engine = createPulumiEngine(stage.tools);
  expect(await engine.deploy(stage.order())).toMatchObject({ outcome: "succeeded" });
  expect(await engine.remove(stage.order())).toMatchObject({ outcome: "succeeded" });
  expect(await textOf(path)).toBeNull();
});

it("says before, without a checkout, what may need the project's files, and names the commit when that fails", async () => {
  await using stage = await deployed({ a: "strict" });
  const failed = await stage.remove({ directory: null });
  expect(failed).toMatchObject({
    outcome: "failed",
    next: expect.stringContaining(`Check out commit ${stage.commit}`),
  });
  const [caution] = warnings(failed);
  expect(caution).toMatch(/scripts or providers of the project[^]*not checked out here[^]*a \(pulumi-nodejs:/u);
  expect(stage.log).toContain(caution);
  expect(await textOf(stage.at("a"))).toBe("");
  expect(await stage.remove()).toMatchObject({ outcome: "succeeded" });
});

it("warns where a script that is not there is no error", async () => {
  await using stage = await deployed({ a: "tolerant" });
  const removed = await stage.remove({ directory: null });
  expect(warnings(removed)).toEqual([expect.stringContaining("Check that it is gone")]);
  expect(await textOf(stage.at("a"))).toBe("");
});

it("uses the checkout of another commit, says that it is one, and names the deployed one when a script is not in it", async () => {
  await using stage = await deployed({ a: "strict" });
  await rm(join(stage.project, "scripts"), { recursive: true });
  const moved = await commitAll(stage);
  const failed = await stage.remove();
  expect(failed).toMatchObject({ outcome: "failed", next: expect.stringContaining(stage.commit) });
  expect(warnings(failed)).toEqual([
    `The checkout is at ${moved.slice(0, 7)}; the stage was deployed from ${stage.commit.slice(0, 7)}.`,
    expect.stringContaining("another commit is checked out"),
  ]);

  await mkdir(join(stage.project, "scripts"));
  await writeFile(join(stage.project, "scripts/down.sh"), '#!/bin/sh\nexec rm "$1"\n');
  await chmod(join(stage.project, "scripts/down.sh"), 0o755);
  expect(await stage.remove()).toMatchObject({ outcome: "succeeded" });
  expect(await textOf(stage.at("a"))).toBeNull();
});

it.each([
  ["another project's", "name: other\nruntime: nodejs\n", /not used: .* holds project other, not scripts/u],
  ["broken", "name: [\n", /not used: .*Pulumi\.yaml is not valid YAML/u],
] as const)("does not use a checkout that is %s", async (_, file, note) => {
  await using stage = await deployed({ a: "tolerant" });
  await writeFile(join(stage.project, "Pulumi.yaml"), file);
  const removed = await stage.remove();
  expect(removed).toMatchObject({ outcome: "succeeded", changeSet: { counts: { delete: 1 } } });
  expect(warnings(removed)).toEqual([expect.stringMatching(note), expect.stringContaining("not checked out here")]);
  expect(await textOf(stage.at("a"))).toBe("");
});

it.each([
  ["whose program is gone", "main: gone/\n"],
  ["that requires another Pulumi", 'requiredPulumiVersion: ">=99.0.0"\n'],
])("goes by the state alone in a checkout %s", async (_, more) => {
  await using stage = await deployed({ a: "tolerant" });
  await writeFile(join(stage.project, "Pulumi.yaml"), `name: scripts\nruntime: nodejs\n${more}`);
  expect(await stage.remove()).toMatchObject({ outcome: "succeeded", changeSet: { counts: { delete: 1 } } });
  expect(stage.log.join("\n")).toContain("could not begin");
});

it("asks for the commit where a provider of the project's own is not there, by its folder", async () => {
  await using stage = await deployed({ a: "kit" });
  await expect(stage.remove({ directory: null })).rejects.toMatchObject({
    code: "program-needed",
    message: expect.stringMatching(/provider kit, which is the project's own \(\.\/kit\)/u),
    next: expect.stringContaining(`Check out commit ${stage.commit} (provider kit in ./kit)`),
  });
  expect(await stage.remove()).toMatchObject({ outcome: "succeeded" });
  expect(await textOf(stage.at("a"))).toBeNull();
});
