import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";

import { openPullRequest, push } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { readReport } from "../../support/read-report.ts";

// What somebody changed by hand: files of the probe's things, behind the engine's back.

let world: ProbeWorld;
let pull: PullRequest;

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  await world.program({ things: ["page", "note", "gone"].map((name) => ({ name, content: "as deployed" })) });
  const { main } = await world.runPullRequest("opened", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { created: "3" } });
});
afterAll(() => world[Symbol.asyncDispose]());

const statePath = () => join(world.home, ".pulumi/stacks/probe/pr-12.json");
const schedule = (inputs: Readonly<Record<string, string>>) =>
  world.run({
    event: { name: "schedule", payload: { schedule: "0 3 * * *" } },
    inputs,
    environment: {
      GITHUB_REPOSITORY: "acme/probe",
      GITHUB_REPOSITORY_ID: String(world.github.state.repository.id),
    },
  });

it("tells that nothing has drifted, and leaves the state as it is", async () => {
  const before = await readFile(statePath(), "utf8");
  const { main } = await world.runPullRequest("synchronize", pull, {
    inputs: { command: "refresh", "dry-run": "true" },
  });
  expect(main, main.log).toMatchObject({
    code: 0,
    outputs: { result: "unchanged", command: "refresh", changed: "false" },
  });
  expect(await readFile(statePath(), "utf8")).toBe(before);
});

it("only looks, by schedule and without a checkout, when it is told to: what was changed by hand is named, the state stays", async () => {
  await writeFile(world.thingPath("pr-12", "page"), "changed by hand");
  await rm(world.thingPath("pr-12", "gone"));
  await world.emptyWorkspace();
  const before = await readFile(statePath(), "utf8");
  const { main } = await schedule({ command: "refresh", stage: "pr-12", "dry-run": "true" });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "previewed", changed: "true" } });
  expect(main.summary).toContain("This stage has drifted");
  expect(main.summary).toMatch(/page[\s\S]*changed by hand/u);
  expect(await readFile(statePath(), "utf8")).toBe(before);
  expect(world.comments(12).join("")).toContain("This stage has drifted");
});

it("leaves the stage's own report in the comment, however a dry run ends", async () => {
  expect(world.comments(12)).toEqual([expect.stringContaining("pr-12: deployed · 🔍")]);
  const { main } = await world.runPullRequest("synchronize", pull, {
    inputs: { command: "refresh", "dry-run": "true", app: "probe" },
    environment: { PULUMI_CONFIG_PASSPHRASE: "not this one" },
  });
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(world.comments(12)).toEqual([expect.stringContaining("pr-12: deployed · ❌ preview failed")]);
});

it("takes over what was changed by hand, and the next deploy brings back what the program says", async () => {
  const { main } = await schedule({ command: "refresh", stage: "pr-12" });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "refreshed", changed: "true" } });
  const report = await readReport(main);
  expect(report.stages).toMatchObject([{ command: "refresh", state: "refreshed" }]);
  expect(main.summary).toMatch(/This stage had drifted[\s\S]*gone/u);
  expect(await readFile(statePath(), "utf8")).toContain("changed by hand");
  // What the engine (3.259) finds then is its own doing: the secret output of a resource that had drifted becomes one again.
  const again = await schedule({ command: "refresh", stage: "pr-12" });
  expect(again.main, again.main.log).toMatchObject({ code: 0 });
  expect(again.main.summary).not.toMatch(/content|gone/u);

  await world.program({ things: ["page", "note", "gone"].map((name) => ({ name, content: "as deployed" })) });
  push(world.github.state, "new-look");
  const deployed = await world.runPullRequest("synchronize", pull);
  expect(deployed.main, deployed.main.log).toMatchObject({
    code: 0,
    outputs: { updated: "1", created: "1", same: "1" },
  });
  expect(await world.thing("pr-12", "page")).toBe("as deployed");
  expect(await world.thing("pr-12", "gone")).toBe("as deployed");
  expect(world.comments(12).join("")).not.toContain("drifted");
});

it("clears creations that were cut off, names them, and takes over the one whose id a person gives", async () => {
  const urn = (name: string) => `urn:pulumi:pr-12::probe::pulumi-nodejs:dynamic:Resource::${name}`;
  const before = stateSchema.parse(JSON.parse(await readFile(statePath(), "utf8")));
  const example = before.checkpoint.latest.resources.find((resource) => resource.urn.endsWith("::page"));
  const pending = ["lost", "found"].map((name) => ({
    type: "creating",
    resource: { ...example, id: undefined, outputs: undefined, urn: urn(name) },
  }));
  before.checkpoint.latest["pending_operations"] = pending;
  await writeFile(statePath(), JSON.stringify(before));
  const id = world.thingPath("pr-12", "found");
  await writeFile(id, "made, and nobody knew");

  const wrong = await schedule({ command: "refresh", stage: "pr-12", adopt: `${urn("other")}=x` });
  expect(wrong.main).toMatchObject({ code: 1, log: expect.stringContaining("Pending are:") });
  const { main } = await schedule({ command: "refresh", stage: "pr-12", adopt: `${urn("found")}=${id}` });
  expect(main, main.log).toMatchObject({ code: 0 });
  expect(main.summary).toContain("Check these manually");
  expect(main.summary).toMatch(/manually[\s\S]*lost/u);
  const after = stateSchema.parse(JSON.parse(await readFile(statePath(), "utf8")));
  expect(after.checkpoint.latest["pending_operations"] ?? []).toEqual([]);
  const urns = after.checkpoint.latest.resources.map((resource) => resource.urn);
  expect(urns).toContain(urn("found"));
  expect(urns).not.toContain(urn("lost"));

  push(world.github.state, "new-look");
  const deployed = await world.runPullRequest("synchronize", pull);
  expect(deployed.main, deployed.main.log).toMatchObject({ code: 0, outputs: { deleted: "1" } });
  expect(await world.thing("pr-12", "found")).toBeNull();
});

it("says what it cannot refresh, and what a schedule does not do", async () => {
  const none = await schedule({ command: "refresh", stage: "pr-99", app: "probe" });
  expect(none.main).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  const unnamed = await schedule({ command: "refresh" });
  expect(unnamed.main).toMatchObject({ code: 1, log: expect.stringContaining("names no stage") });
  const auto = await schedule({});
  expect(auto.main).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  const noState = await schedule({ command: "refresh", stage: "staging", app: "probe" });
  expect(noState.main).toMatchObject({ code: 1, log: expect.stringContaining("nothing to refresh") });
  const malformed = await schedule({ command: "refresh", stage: "pr-12", adopt: "page=3" });
  expect(malformed.main).toMatchObject({ code: 1, log: expect.stringContaining("URN=ID") });
});

const stateSchema = z.looseObject({
  checkpoint: z.looseObject({
    latest: z.looseObject({ resources: z.array(z.looseObject({ urn: z.string() })) }),
  }),
});

it("previews by schedule a stage that was made for a branch", async () => {
  await world.program({ things: [{ name: "page", content: "one" }] });
  const deployed = await world.runPush("main");
  expect(deployed.main, deployed.main.log).toMatchObject({ code: 0 });
  const { main } = await schedule({ command: "diff", stage: "main" });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "previewed", changed: "false" } });
});
