import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { makeProbeWorld, terminalOf, type ProbeWorld } from "../support/probe-world.ts";
import { runCli } from "../support/run-action.ts";

// What the action takes as inputs for one run, as options of the compiled command line.

let world: ProbeWorld;
beforeAll(async () => {
  world = await makeProbeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const cli = (...args: readonly string[]) =>
  runCli({
    args: [...args, "--stage", "mona", "--home", `local:${world.home}`],
    cwd: world.workspace,
    environment: terminalOf(world),
  });
const pages = (content: string) =>
  world.program({
    things: [
      { name: "page", content },
      { name: "note", content },
      { name: "kept", content: "same", protect: true },
    ],
  });
const contents = async () => [await world.thing("mona", "page"), await world.thing("mona", "note")];

it("deploys and refreshes targets alone, however many", async () => {
  await pages("one");
  const made = await cli("deploy");
  expect(made.code, made.stderr).toBe(0);
  await pages("two");
  const one = await cli("deploy", "--target", "**::page");
  expect(one.code, one.stderr).toBe(0);
  expect(await contents()).toEqual(["two", "one"]);
  await pages("three");
  const both = await cli("deploy", "--target", "**::page", "--target=**::note", "--target-dependents");
  expect(both.code, both.stderr).toBe(0);
  expect(await contents()).toEqual(["three", "three"]);
  const refreshed = await cli("refresh", "--target", "**::page");
  expect(refreshed.code, refreshed.stderr).toBe(0);
});

it("fails where changes were not expected, before anything was changed in a preview", async () => {
  expect(await cli("diff", "--expect-no-changes")).toMatchObject({ code: 0 });
  await pages("four");
  expect(await cli("diff", "--expect-no-changes")).toMatchObject({ code: 1 });
  expect(await contents()).toEqual(["three", "three"]);
});

it("saves a plan, keeps to it, and replaces what has not changed", async () => {
  const plan = join(world.folder, "plan.json");
  const saved = await cli("diff", "--plan", plan);
  expect(saved.code, saved.stderr).toBe(0);
  const kept = await cli("deploy", "--plan", plan);
  expect(kept.code, kept.stderr).toBe(0);
  expect(await contents()).toEqual(["four", "four"]);
  const replaced = await cli("deploy", "--replace", "**::page");
  expect(replaced.stderr).toMatch(/^± replaced .* page/mu);
});

it("hides the secrets of a configuration for one run", async () => {
  const shown = await cli("diff", "--config-map", "{ token: { value: sesame-open, secret: true } }", "--debug");
  expect(shown.code, shown.stderr).toBe(0);
  expect(shown.stdout + shown.stderr).not.toContain("sesame-open");
  const wrong = await cli("diff", "--config-map", "[sesame-open");
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  expect(wrong.stderr).not.toContain("sesame-open");
});

it("names data that a removal would lose, and leaves what is protected where that was asked for", async () => {
  const type = "pulumi-nodejs:dynamic:Resource";
  const shown = await cli("remove", "--dry-run", "--data-types", type, "--json");
  expect(shown.code, shown.stderr).toBe(0);
  expect(shown.stdout).toMatch(/"holdsData": true/u);
  const removed = await cli("remove", "--yes", "--exclude-protected");
  expect(removed.code, removed.stderr).toBe(0);
  expect(await contents()).toEqual([null, null]);
  expect(await world.thing("mona", "kept")).toBe("same");
});
