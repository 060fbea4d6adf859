import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { createLocalHome } from "../../../src/home/local.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

// What one run asks of the engine besides: targets, replacements, plans, expectations, configuration.

let world: ProbeWorld;
beforeAll(async () => {
  world = await makeProbeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const run = (command: string, inputs: Readonly<Record<string, string>>) =>
  world.runByHand({ command, stage: "main" }, { inputs });
const state = () => readFile(join(world.home, ".pulumi/stacks/probe/main.json"), "utf8");
const record = () => createLocalHome({ directory: world.home }).records?.read({ app: "probe", stage: "main" });
const pages = (content: string, protect = false) =>
  world.program({
    things: [
      { name: "page", content },
      { name: "note", content, protect },
    ],
  });
const page = "**::page";

it("fails where changes were not expected: in a preview before, in a deploy after them", async () => {
  await pages("one");
  const made = await run("deploy", {});
  expect(made.main, made.main.log).toMatchObject({ code: 0 });
  const fine = await run("deploy", { "expect-no-changes": "true" });
  expect(fine.main, fine.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  await pages("two");
  const shown = await run("diff", { "expect-no-changes": "true" });
  expect(shown.main).toMatchObject({ code: 1, outputs: { result: "failed", changed: "true" } });
  expect(await world.thing("main", "page")).toBe("one");
  const late = await run("deploy", { "expect-no-changes": "true" });
  expect(late.main).toMatchObject({ code: 1, outputs: { result: "failed", updated: "2" } });
  expect(late.main.log).toMatch(/no changes were expected/u);
});

it("deploys a target alone, and does not say that the stage is up to date", async () => {
  const before = await record();
  await pages("three");
  const shown = await run("diff", { target: page });
  expect(shown.main, shown.main.log).toMatchObject({ code: 0, outputs: { updated: "1" } });
  const deployed = await run("deploy", { target: `${page}\n` });
  expect(deployed.main, deployed.main.log).toMatchObject({ code: 0, outputs: { result: "deployed", updated: "1" } });
  expect(await world.thing("main", "page")).toBe("three");
  expect(await world.thing("main", "note")).toBe("two");
  expect(deployed.main.summary).toContain("Only these targets");
  const again = await run("deploy", { target: page });
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "deployed", changed: "false" } });
  expect(again.main.summary).toContain("Only these targets");
  expect((await record())?.commit).toBe(before?.commit);
  const whole = await run("deploy", {});
  expect(whole.main).toMatchObject({ code: 0, outputs: { updated: "1" } });
});

it("replaces what has not changed", async () => {
  const { main } = await run("deploy", { replace: page });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { replaced: "1" } });
});

it("saves a plan and keeps to it", async () => {
  const plan = join(world.folder, "plan.json");
  await pages("four");
  const shown = await run("diff", { plan });
  expect(shown.main, shown.main.log).toMatchObject({ code: 0, outputs: { updated: "2" } });
  await world.program({
    things: [
      { name: "page", content: "four" },
      { name: "other", content: "more" },
    ],
  });
  const strayed = await run("deploy", { plan });
  expect(strayed.main).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(await world.thing("main", "other")).toBeNull();
  await pages("four");
  const kept = await run("deploy", { plan });
  expect(kept.main, kept.main.log).toMatchObject({ code: 0 });
  expect(await world.thing("main", "page")).toBe("four");
});

it("keeps to the plan of a stage that was not there yet, secrets in it too", async () => {
  const plan = join(world.folder, "fresh-plan.json");
  await world.program({ things: [{ name: "page", content: "new", secret: "open-sesame-41" }] });
  const fresh = (command: string) => world.runByHand({ command, stage: "fresh" }, { inputs: { plan } });
  const shown = await fresh("diff");
  expect(shown.main, shown.main.log).toMatchObject({ code: 0, outputs: { created: "1" } });
  const kept = await fresh("deploy");
  expect(kept.main, kept.main.log).toMatchObject({ code: 0, outputs: { created: "1" } });
});

it("takes configuration for one run, with its secrets hidden everywhere", async () => {
  await world.program({ things: [{ name: "page" }], configured: ["size"], secrets: ["key"], leak: ["key"] });
  const configMap = "size: { value: 12, secret: false }\nprobe:key: { value: open-sesame-42, secret: true }\n";
  const { main } = await run("deploy", { "config-map": configMap });
  expect(main, main.log).toMatchObject({ code: 0 });
  expect(JSON.parse(main.outputs["outputs"] ?? "")).toMatchObject({ size: "12" });
  expect(main.log.replaceAll(/^::add-mask::.*$/gmu, "")).not.toContain("open-sesame-42");
  expect(main.summary).not.toContain("open-sesame-42");
  const broken = await run("deploy", { "config-map": "open-sesame-43" });
  expect(broken.main.code).toBe(1);
  expect(broken.main.log).toMatch(/`config-map`/u);
  expect(broken.main.log).not.toContain("open-sesame-43");
  expect(JSON.parse(await state())).toBeDefined();
});

it("never removes the whole stage where a target was meant, and leaves what is protected when asked to", async () => {
  await pages("five", true);
  expect((await run("deploy", {})).main.code).toBe(0);
  const meant = await run("remove", { target: page });
  expect(meant.main).toMatchObject({ code: 1, log: expect.stringContaining("`remove` cannot take `target`") });
  expect(await world.thing("main", "page")).toBe("five");
  const refused = await run("remove", {});
  expect(refused.main.code).toBe(1);
  const removed = await run("remove", { "exclude-protected": "true" });
  expect(removed.main, removed.main.log).toMatchObject({ code: 0, outputs: { deleted: "1" } });
  expect(removed.main.summary).toContain("protected resources are kept");
  expect(await world.thing("main", "page")).toBeNull();
  expect(await world.thing("main", "note")).toBe("five");
  expect(await record()).toMatchObject({ stage: "main" });
  expect(await state()).toContain("::note");
});
