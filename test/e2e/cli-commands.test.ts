import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";

import { createLocalHome } from "../../src/home/local.ts";
import { makeProbeWorld, terminalOf, type ProbeWorld } from "../support/probe-world.ts";
import { runCli } from "../support/run-action.ts";

// `stagewright deploy` and its like from the compiled dist/, as a person runs them on a machine of their own.

let world: ProbeWorld;
beforeAll(async () => {
  world = await makeProbeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const cli = (...args: readonly string[]) =>
  runCli({
    args: [...args, "--home", `local:${world.home}`],
    cwd: world.workspace,
    environment: terminalOf(world),
  });
const jsonSchema = z.looseObject({
  stages: z.array(z.looseObject({ stage: z.string(), state: z.string(), actor: z.string() })),
});
const record = (stage: string) => createLocalHome({ directory: world.home }).records?.read({ app: "probe", stage });

it("deploys a stage of one's own: a plain line for each resource as it comes, and the report on standard output", async () => {
  await world.program({ things: [{ name: "page", content: "one", secret: "sesame-open" }] });
  const deployed = await cli("deploy", "--stage", "mona");
  expect(deployed.code, deployed.stderr).toBe(0);
  expect(deployed.stderr).toMatch(/^\+ created pulumi-nodejs:dynamic:Resource page \(\d+\.\d s\)$/mu);
  expect(deployed.stderr + deployed.stdout).not.toContain("\u001B");
  expect(deployed.stderr + deployed.stdout).not.toContain("sesame-open");
  expect(deployed.stdout).toMatch(/^probe · mona: deployed in /u);
  expect(await world.thing("mona", "page")).toBe("one");
  expect(await record("mona")).toMatchObject({ status: "deployed", ephemeral: false, origin: { kind: "manual" } });
});

it("shows what a deploy would change, as JSON for machines, and changes nothing", async () => {
  await world.program({ things: [{ name: "page", content: "two" }] });
  const shown = await cli("diff", "--stage", "mona", "--json");
  expect(shown.code, shown.stderr).toBe(0);
  expect(jsonSchema.parse(JSON.parse(shown.stdout)).stages).toMatchObject([{ stage: "mona", state: "previewed" }]);
  expect(await world.thing("mona", "page")).toBe("one");
});

it("tells a failure in words and by its exit code, in JSON too", async () => {
  await world.program({ things: [{ name: "page", content: "two", fail: "no such region" }] });
  const failed = await cli("deploy", "--stage", "mona", "--json");
  expect(failed.code).toBe(1);
  expect(jsonSchema.parse(JSON.parse(failed.stdout)).stages).toMatchObject([
    { state: "failed", failure: { message: expect.stringContaining("no such region") } },
  ]);
  const nowhere = await cli("deploy", "--stage", "no/good");
  expect(nowhere).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("no/good") });
});

it("leaves a stage that a workflow made what it is, and a workflow takes over what nobody's is", async () => {
  await world.program({ things: [{ name: "page", content: "two" }] });
  const pushed = await world.runPush("main");
  expect(pushed.main, pushed.main.log).toMatchObject({ code: 0 });
  const made = await record("main");
  expect(made).toMatchObject({ origin: { kind: "branch", branch: "main" } });
  const byHand = await cli("deploy", "--stage", "main");
  expect(byHand.code, byHand.stderr).toBe(0);
  expect(await record("main")).toMatchObject({ origin: made?.origin, repository: made?.repository, path: made?.path });
  // A pull request's stage, too, is deployed as what it is, so that cleanup finds it.
  const preview = await cli("deploy", "--stage", "pr-12");
  expect(preview.code, preview.stderr).toBe(0);
  expect(await record("pr-12")).toMatchObject({ origin: { kind: "pull_request", number: 12 } });
});

it("names who made a stage, in the list of stages", async () => {
  const listed = await cli("stages");
  expect(listed.stdout).toMatch(/^probe +mona +a person +/mu);
  expect(listed.stdout).not.toMatch(/of \//u);
});

it("removes it again, and says that there is nothing the second time", async () => {
  const removed = await cli("remove", "--stage", "mona", "--yes");
  expect(removed.code, removed.stderr).toBe(0);
  expect(await world.thing("mona", "page")).toBeNull();
  expect(await record("mona")).toBeNull();
  const again = await cli("remove", "--stage", "mona", "--yes");
  expect(again.stdout + again.stderr).toMatch(/[Nn]othing to remove|no stage/u);
});
