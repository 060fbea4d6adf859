import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createLocalHome } from "../../src/home/local.ts";
import { makeProbeWorld, type ProbeWorld, terminalOf } from "../support/probe-world.ts";
import { runCli } from "../support/run-action.ts";
import { openTerminal } from "../support/terminal.ts";

// The compiled command line before a person: a real terminal, its questions, its colours.

let world: ProbeWorld;
let first: Awaited<ReturnType<typeof runCli>>;
beforeAll(async () => {
  world = await makeProbeWorld();
  await world.program({ things: [{ name: "page", content: "one" }] });
  first = await piped(["deploy", "--stage", "mona"]);
  expect(first.code, first.stderr).toBe(0);
});
afterAll(() => world[Symbol.asyncDispose]());

const environment = (more: Readonly<Record<string, string>> = {}) => ({
  ...terminalOf(world),
  STAGEWRIGHT_HOME_URL: `local:${world.home}`,
  TERM: "xterm-256color",
  ...more,
});
const piped = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runCli({ args, cwd: world.workspace, environment: environment(more) });
const terminal = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  openTerminal({ args, cwd: world.workspace, environment: environment(more) });
const record = (stage: string) => createLocalHome({ directory: world.home }).records?.read({ app: "probe", stage });

// oxlint-disable-next-line no-control-regex
const colour = /\u001B\[3[0-9]m/u;

describe("colours", () => {
  it.each([
    ["in a terminal", {}, true],
    ["not where NO_COLOR is set", { NO_COLOR: "1" }, false],
    ["not in a terminal that has none", { TERM: "dumb" }, false],
  ] as const)("are there %s", async (_, more, isColoured) => {
    const { code, shown } = await terminal(["diff", "--stage", "new"], more).ended;
    expect(code, shown).toBe(0);
    expect(shown).toMatch(/\+ .*page/u);
    expect(colour.test(shown), shown).toBe(isColoured);
  });

  it("do not go into pipes, unless they are asked for; what is for machines never has any", async () => {
    expect(first.stderr).toMatch(/^\+ .*page/mu);
    expect(first.stdout + first.stderr).not.toContain("\u001B");
    const forced = await piped(["diff", "--stage", "new", "--json"], { FORCE_COLOR: "1" });
    expect(forced.stderr).toMatch(colour);
    expect(forced.stdout).not.toContain("\u001B");
    expect(JSON.parse(forced.stdout)).toMatchObject({ stages: [{ state: "previewed" }] });
  });
});

describe("a removal of a long-lived stage", () => {
  const remove = () => terminal(["remove", "--stage", "mona"]);
  const question = /Type its name to remove it: /u;

  it.each([
    ["another name", "mina\n", 1],
    ["nothing", "\n", 1],
    ["Ctrl-D", "\u0004", 1],
    ["Ctrl-C", "\u0003", 130],
  ] as const)("changes nothing for %s", async (_, typed, code) => {
    const before = await record("mona");
    const run = remove();
    await run.shows(question);
    run.type(typed);
    const end = await run.ended;
    expect(end, end.shown).toMatchObject({ code, asBefore: true });
    expect(end.shown).toContain("Nothing was removed");
    expect(await record("mona")).toEqual(before);
    expect(await world.thing("mona", "page")).toBe("one");
  });

  it("changes nothing when the terminal is closed", async () => {
    const run = remove();
    await run.shows(question);
    run.close();
    // Whether it hears of the end of its input or of the hang-up first, is chance.
    expect([1, 129]).toContain((await run.ended).code);
    expect(await world.thing("mona", "page")).toBe("one");
  });

  it("asks nobody who could not see the question", async () => {
    const hidden = openTerminal({
      args: ["remove", "--stage", "mona"],
      through: ["sh", "-c", '"$@" 2> hidden.txt', "sh"],
      cwd: world.workspace,
      environment: environment(),
    });
    expect((await hidden.ended).code).toBe(2);
    expect(await readFile(join(world.workspace, "hidden.txt"), "utf8")).toContain("--yes");
  });

  it("happens once its name was typed", async () => {
    const run = remove();
    await run.shows(question);
    run.type("mona\n");
    const end = await run.ended;
    expect(end, end.shown).toMatchObject({ code: 0, asBefore: true });
    expect(end.shown).toMatch(/probe · mona: .*removed/u);
    expect(await record("mona")).toBeNull();
    expect(await world.thing("mona", "page")).toBeNull();
  });
});

it("works on a pull request's stage without asking GitHub, and removes that without a question", async () => {
  for (const args of [["deploy"], ["refresh"]]) {
    const { code, stdout, stderr } = await piped([...args, "--stage", "pr-1"]);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).not.toContain("skipped");
  }
  expect(await record("pr-1")).toMatchObject({ origin: { kind: "pull_request", number: 1 }, ephemeral: true });
  expect(await world.thing("pr-1", "page")).toBe("one");
  const { code, stderr } = await piped(["remove", "--stage", "pr-1"]);
  expect(code, stderr).toBe(0);
  expect(await world.thing("pr-1", "page")).toBeNull();
});

it("hides the passphrases in files that options name", async () => {
  const file = join(world.folder, "passphrase.txt");
  await writeFile(file, "open-sesame-44\n");
  const exported = await piped(["state", "export", "--stage", "open-sesame-44", "--to-passphrase-file", file]);
  expect(exported).toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no stage \*\*\* of probe/u) });
  const args = ["state", "import", "--stage", "mona", "--from-file", "/nowhere/open-sesame-44"];
  const imported = await piped([...args, "--old-passphrase-file", file]);
  expect(imported).toMatchObject({ code: 1, stderr: expect.stringMatching(/^\/nowhere\/\*\*\* cannot be read/u) });
  const missing = await piped([...args, "--old-passphrase-file", "/nowhere/at-all"]);
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("`--old-passphrase-file` names /nowhere") });
});

it("refuses to deploy the project that is there for another app", async () => {
  const { code, stdout } = await piped(["deploy", "--stage", "mona", "--app", "shop"]);
  expect(code).toBe(1);
  expect(stdout).toContain("`--app` is shop");
  expect(await record("mona")).toBeNull();
});
