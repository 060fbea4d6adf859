import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { checkpointSchema } from "../../../src/engine/pulumi/checkpoint.ts";
import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import type { StageRecord } from "../../../src/home/record.ts";
import { makeTestStage, type TestStage, textOf, until } from "../../support/pulumi-stage.ts";

const commit = "0123456789012345678901234567890123456789";

const recordOf = (stage: TestStage): StageRecord => ({
  version: 1,
  ...stage.key,
  path: "services/shop",
  repository: { id: 1, name: "acme/shop" },
  origin: { kind: "pull_request", number: 7 },
  ephemeral: true,
  commit,
  status: "deployed",
  updatedAt: "2026-01-01T00:00:00.000Z",
});

it("removes a stage whose project and packages are gone, and finds nothing to do the second time", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const at = (name: string) => join(stage.world, name);
  await stage.plan({
    files: [
      { name: "a", path: at("a"), secretToken: "tok-a1b2c3" },
      { name: "b", path: at("b") },
    ],
  });
  await engine.deploy(stage.order());
  stage.secrets.length = 0;
  await rm(stage.project, { recursive: true });

  const removed = await engine.remove(stage.order({ directory: null }));
  expect(removed).toMatchObject({ outcome: "succeeded", pending: [] });
  expect(removed.changeSet.counts).toMatchObject({ delete: 2 });
  expect(removed.changeSet.diagnostics).toEqual([]);
  expect([await textOf(at("a")), await textOf(at("b"))]).toEqual([null, null]);
  expect(stage.secrets).toContain("tok-a1b2c3");

  const again = await engine.remove(stage.order({ directory: null }));
  expect(again).toMatchObject({ outcome: "succeeded", changeSet: { changes: [], diagnostics: [] } });
  await stage.home.discard(stage.key);
  expect(await engine.remove(stage.order({ directory: null }))).toMatchObject({ outcome: "succeeded" });
});

it("leaves the configuration of a checked out project alone", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  await stage.plan({ files: [{ name: "a", path: join(stage.world, "a") }] });
  const config = "config:\n  files:greeting: hello\n";
  await writeFile(join(stage.project, "Pulumi.pr-7.yaml"), config);
  await engine.deploy(stage.order());

  expect(await engine.remove(stage.order())).toMatchObject({
    outcome: "succeeded",
    changeSet: { counts: { delete: 1 } },
  });
  expect(await textOf(join(stage.project, "Pulumi.pr-7.yaml"))).toBe(config);
});

it("stops at what refuses to be deleted, says so, and goes on from there the next time", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const at = (name: string) => join(stage.world, name);
  await stage.plan({
    files: [
      { name: "base", path: at("base") },
      { name: "top", path: at("top"), after: ["base"] },
    ],
  });
  await engine.deploy(stage.order());

  await writeFile(at("base.stuck"), "");
  const stuck = await engine.remove(stage.order({ directory: null }));
  expect(stuck.outcome).toBe("failed");
  expect(stuck.changeSet.changes).toMatchObject([
    { op: "delete", name: "top", status: "done" },
    { op: "delete", name: "base", status: "failed" },
  ]);
  expect(stuck.changeSet.counts.delete).toBe(1);
  expect(stuck.changeSet.diagnostics.filter((one) => one.severity === "error")).toMatchObject([
    { severity: "error", resource: "base", message: expect.stringContaining("may not be deleted") },
  ]);

  await rm(at("base.stuck"));
  const rest = await engine.remove(stage.order({ directory: null }));
  expect(rest).toMatchObject({ outcome: "succeeded", changeSet: { counts: { delete: 1 } } });
  expect(await textOf(at("base"))).toBeNull();
});

it("names what is protected, and destroys nothing", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const at = (name: string) => join(stage.world, name);
  await stage.plan({
    files: [
      { name: "db", path: at("db"), protect: true },
      { name: "web", path: at("web") },
    ],
  });
  await engine.deploy(stage.order());
  await expect(engine.remove(stage.order({ directory: null }))).rejects.toMatchObject({
    code: "protected-resources",
    message: expect.stringMatching(/ db \(pulumi-nodejs:dynamic:Resource\)/u),
  });
  expect(await textOf(at("web"))).toBe("");
});

it("asks for the commit where hooks need the program, and runs the program where it is checked out", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const path = join(stage.world, "hooked");
  await stage.plan({ files: [{ name: "hooked", path }] });
  await engine.deploy(stage.order());
  await stage.home.records?.write(recordOf(stage));
  // The state as a program with a hook leaves it; the Node language host that can be built here knows no hooks.
  const state = checkpointSchema.parse(await stage.checkpoint());
  for (const resource of state.checkpoint.latest?.resources ?? []) {
    if (resource.urn.endsWith("::hooked")) {
      resource.resourceHooks = { BeforeDelete: ["say-goodbye"] };
    }
  }
  await stage.home.replaceCheckpoint?.(stage.key, state);

  await expect(engine.remove(stage.order({ directory: null }))).rejects.toMatchObject({
    code: "program-needed",
    message: expect.stringContaining("hooked"),
    next: expect.stringContaining(`Check out commit ${commit} (the project is in services/shop)`),
  });
  expect(await textOf(path)).toBe("");

  await writeFile(join(stage.project, "Pulumi.preview.yaml"), "config:\n  files:region: eu-west-1\n");
  await writeFile(
    join(stage.project, "index.js"),
    'const { Config } = require("@pulumi/pulumi");\nconsole.log(`the program runs in ${new Config().require("region")}`);\n',
  );
  const result = await engine.remove(stage.order({ configFrom: "preview" }));
  expect(result.changeSet.diagnostics).toMatchObject([
    { severity: "info", message: "the program runs in eu-west-1" },
    { severity: "error", resource: "hooked", message: expect.stringContaining('"say-goodbye" was not registered') },
  ]);
  expect(result.outcome).toBe("failed");
  expect(await textOf(path)).toBe("");
});

it("asks for the commit where a provider is the project's own and no longer there", async () => {
  await using stage = await makeTestStage({ environment: { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } });
  const engine = createPulumiEngine(stage.tools);
  await stage.plan({ files: [{ name: "a", path: join(stage.world, "a") }] });
  await engine.deploy(stage.order());
  const text = JSON.stringify(await stage.checkpoint());
  // The state as it would be with a provider of the project's own.
  const own = text
    .replaceAll("pulumi:providers:pulumi-nodejs", "pulumi:providers:acme")
    .replaceAll("pulumi-nodejs:dynamic:Resource", "acme:index:File");
  await stage.home.replaceCheckpoint?.(stage.key, JSON.parse(own));

  await expect(engine.remove(stage.order({ directory: null }))).rejects.toMatchObject({
    code: "program-needed",
    message: expect.stringContaining("acme"),
    next: expect.stringContaining("Check out the commit that was deployed last"),
  });
});

it("goes by the state after a signal: cancelled while something is left, with what was deleted, and removed the next time", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const at = (name: string) => join(stage.world, name);
  await stage.plan({
    files: [
      { name: "a", path: at("a") },
      { name: "b", path: at("b"), after: ["a"], deleteSeconds: 3 },
      { name: "c", path: at("c"), after: ["b"] },
    ],
  });
  await engine.deploy(stage.order());

  const stop = new AbortController();
  const removing = engine.remove(stage.order({ directory: null, signal: stop.signal }));
  await until(async () => (await textOf(at("c"))) === null);
  stop.abort();
  const cancelled = await removing;
  expect(cancelled.outcome).toBe("cancelled");
  expect(cancelled.changeSet.counts.delete).toBeGreaterThan(0);
  expect(cancelled.changeSet.seconds).toBeGreaterThan(0);
  expect((await stage.checkpoint())?.checkpoint.latest?.resources).not.toEqual([]);

  expect(await engine.remove(stage.order({ directory: null }))).toMatchObject({ outcome: "succeeded" });
  expect((await stage.checkpoint())?.checkpoint.latest?.resources ?? []).toEqual([]);
});
