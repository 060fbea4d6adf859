import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { version } from "../../src/entry/version.ts";
import { createLocalHome } from "../../src/home/local.ts";
import { makeProbeWorld, terminalOf, type ProbeWorld } from "../support/probe-world.ts";
import { runCli } from "../support/run-action.ts";

// The command line from the compiled dist/ never does more than it was asked.

let world: ProbeWorld;
beforeAll(async () => {
  world = await makeProbeWorld();
  await world.program({ things: [{ name: "page", content: "one" }] });
});
afterAll(() => world[Symbol.asyncDispose]());

const raw = (args: readonly string[], cwd = world.workspace) =>
  runCli({
    args,
    cwd,
    environment: { ...terminalOf(world), STAGEWRIGHT_HOME_URL: `local:${world.home}` },
  });
const cli = (...args: readonly string[]) => raw(args);
const record = (stage: string) => createLocalHome({ directory: world.home }).records?.read({ app: "probe", stage });

/** Every file of a folder with its bytes. */
async function bytesOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(file, "base64")])));
}
const everything = async () => ({
  home: await bytesOf(world.home),
  things: await bytesOf(`${world.folder}/things`),
});

it("does nothing for a command line that is wrong: one line, exit code 2", async () => {
  const before = await everything();
  for (const args of [
    ["deploy", "--stage", "mona", "--nonsense"],
    ["deploy", "--stage", "mona", "--dry-rn"],
    ["deploy", "mona"],
    ["deploy", "--stage", "", "--app", "probe"],
    ["deplyo", "--stage", "mona"],
    ["state", "drop", "--stage", "mona"],
    ["deploy", "--stage", "mona", "--home", "s4://bucket"],
    ["remove", "--stage", "mona", "--yes", "--home", "local:relative"],
    ["stages", "--home", "s3://"],
    ["outputs", "--stage", "mona", "--home", "s3://bucket?colour=red"],
    ["deploy", "--stage", "no/good"],
    ["state", "list", "--stage", "..", "--app", "probe"],
    ["state", "import", "--stage", "mona"],
    ["deploy", "--stage", "mona", "--config-map", "[sesame"],
    ["deploy", "--stage", "mona", "--data-types", "database"],
    ["diff", "--stage", "mona", "--target-dependents"],
    ["remove", "--stage", "mona", "--yes", "--target", "**::page"],
    ["refresh", "--stage", "mona", "--replace", "**::page"],
    ["deploy", "--stage", "mona", "--store-timeout", "0"],
    ["state", "restore", "--stage", "mona"],
    ["state", "restore", "1", "--from-file", "kept.json", "--stage", "mona"],
  ]) {
    const { code, stdout, stderr } = await cli(...args);
    expect({ code, stdout, lines: stderr.trimEnd().split("\n").length }, stderr).toEqual({
      code: 2,
      stdout: "",
      lines: 1,
    });
  }
  expect(await everything()).toEqual(before);
});

it("says what is wrong as JSON where that was asked for", async () => {
  const wrong = await cli("deploy", "--stage", "mona", "--nonsense", "--json");
  expect(wrong).toMatchObject({ code: 2, stderr: "" });
  expect(JSON.parse(wrong.stdout)).toEqual({
    code: "usage",
    message: expect.stringContaining("--nonsense"),
    next: expect.any(String),
  });
  const failed = await cli("deploy", "--stage", "no/good", "--json");
  expect(failed.code).toBe(2);
  expect(JSON.parse(failed.stdout)).toEqual({
    code: "bad-name",
    message: expect.any(String),
    next: expect.any(String),
  });
});

it("prints version and help", async () => {
  expect(await cli("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  expect(await cli("version")).toMatchObject({ code: 0, stdout: `${version}\n` });
  for (const args of [
    ["help"],
    ["--help"],
    ["-h"],
    ["help", "deploy"],
    ["deploy", "--help"],
    ["state", "--help"],
    ["help", "state", "list"],
  ]) {
    expect(await cli(...args)).toMatchObject({ code: 0, stdout: expect.stringContaining("Exit codes:"), stderr: "" });
  }
  expect(await cli("help", "nonsense")).toMatchObject({ code: 2, stdout: "" });
  expect(await cli()).toMatchObject({ code: 2, stdout: "" });
});

it("only shows in a dry run what deploy and removal would do, and leaves all as it was", async () => {
  const before = await everything();
  const first = await cli("deploy", "--stage", "mona", "--dry-run");
  expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^probe · mona: preview/) });
  expect((await everything()).things).toEqual(before.things);
  expect(await record("mona")).toBeNull();

  const deployed = await cli("deploy", "--stage", "mona", "--lock-timeout", "5", "--engine-grace", "1");
  expect(deployed.code, deployed.stderr).toBe(0);
  await world.program({ things: [{ name: "page", content: "two" }] });
  const made = await everything();
  const again = await cli("deploy", "--stage", "mona", "--dry-run");
  expect(again, again.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining("page") });
  const gone = await cli("remove", "--stage", "mona", "--dry-run");
  expect(gone, gone.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/- page .*\n.*1 .*delete/) });
  const drift = await cli("refresh", "--stage", "mona", "--dry-run");
  expect(drift.code, drift.stderr).toBe(0);
  expect(await everything()).toEqual(made);
});

it("removes a stage of a person's only with --yes where nobody can be asked", async () => {
  const before = await everything();
  const refused = await cli("remove", "--stage", "mona");
  expect(refused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^[^\n]*--yes[^\n]*\n$/) });
  expect(await everything()).toEqual(before);
});

it("finds the project upwards", async () => {
  const { mkdir } = await import("node:fs/promises");
  const below = join(world.workspace, "some", "where");
  await mkdir(below, { recursive: true });
  const shown = await raw(["diff", "--stage", "mona"], below);
  expect(shown, shown.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/^probe · mona/) });
});

it("says the same of a stage that is not there, whatever was to be done with it", async () => {
  for (const args of [
    ["remove", "--yes"],
    ["remove", "--dry-run"],
    ["refresh"],
    ["refresh", "--dry-run"],
    ["unlock"],
    ["state", "list"],
    ["state", "history"],
    ["state", "export"],
    ["state", "verify"],
    ["state", "restore", "20261125T101403"],
    ["outputs"],
  ]) {
    const { code, stdout, stderr } = await cli(...args, "--stage", "nobody");
    expect({ code, stdout, first: stderr.split("\n")[0] }, args.join(" ")).toEqual({
      code: 1,
      stdout: "",
      first: `There is no stage nobody of probe in ${world.home}.`,
    });
  }
});

it("speaks to a person at a terminal, and advises commands that can be typed as they are", async () => {
  const empty = join(world.folder, "empty");
  const { mkdir } = await import("node:fs/promises");
  await mkdir(empty, { recursive: true });
  const nowhere = await raw(["deploy", "--stage", "mona", "--app", "probe"], empty);
  expect(nowhere.code).toBe(1);
  expect(nowhere.stdout + nowhere.stderr).toContain("--cwd");
  const home = `local:${join(world.folder, "other home")}`;
  const missing = await cli("refresh", "--stage", "nobody", "--home", home);
  expect(missing.stderr).toContain(`\`stagewright stages --home '${home}'\` lists the stages`);
  for (const { stdout, stderr } of [nowhere, missing]) {
    expect(stdout + stderr).not.toMatch(/\b(?:steps?|jobs?|workflow|input)\b/u);
  }
});

it("removes it with --yes", async () => {
  const removed = await cli("remove", "--stage", "mona", "--yes");
  expect(removed.code, removed.stderr).toBe(0);
  expect(await record("mona")).toBeNull();
  expect(await world.thing("mona", "page")).toBeNull();
});
