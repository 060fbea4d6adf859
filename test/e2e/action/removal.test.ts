import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";

import { serverError } from "../../support/github/faults.ts";
import { closePullRequest, openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

let world: ProbeWorld;
let pull: PullRequest;

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  await world.program({ things: [{ name: "bucket" }, { name: "page" }, { name: "site" }], inTurn: true });
  const { main } = await world.runPullRequest("opened", pull);
  expect(main, main.log).toMatchObject({ code: 0 });
  closePullRequest(world.github.state, 12);
  await world.emptyWorkspace();
});
afterAll(() => world[Symbol.asyncDispose]());

const statusOnRecord = async () => {
  const record: unknown = JSON.parse(await readFile(join(world.home, "record/probe/pr-12.json"), "utf8"));
  return z.object({ status: z.string() }).parse(record).status;
};

it("does not happen while GitHub cannot tell whether the pull request is still closed", async () => {
  world.github.fault({ operation: "pulls/get", answer: serverError(503) });
  const { main } = await world.runPullRequest("closed", pull);
  world.github.clearFaults();
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "skipped", changed: "false" } });
  expect(main.summary).toContain("GitHub could not be asked");
  expect(await world.thing("pr-12", "page")).toBe("");
});

it("does not begin with a wrong passphrase or none: nothing is destroyed, and the comment says what to do", async () => {
  for (const [environment, said] of [
    [{ PULUMI_CONFIG_PASSPHRASE: "another passphrase" }, /passphrase does not open/u],
    [{ PULUMI_CONFIG_PASSPHRASE: undefined }, /none was given/u],
  ] as const) {
    const { main } = await world.runPullRequest("closed", pull, { environment });
    expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed", changed: "false" } });
    expect(main.summary).toMatch(said);
    expect(world.comments(12)).toEqual([expect.stringMatching(said)]);
  }
  expect((await world.state("pr-12"))?.urns).toHaveLength(5);
});

it("does not begin where a resource is protected, and the comment names it", async () => {
  const kept = openPullRequest(world.github.state, { branch: "kept", number: 13 });
  await world.program({ things: [{ name: "data", protect: true }, { name: "other" }] });
  await world.runPullRequest("opened", kept);
  closePullRequest(world.github.state, 13);
  await world.emptyWorkspace();
  const { main } = await world.runPullRequest("closed", kept);
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed", changed: "false" } });
  expect(world.comments(13)).toEqual([expect.stringMatching(/protected: data/u)]);
  expect(await world.thing("pr-13", "other")).toBe("");
});

it("failing half way leaves the stage on record as 'removal failed', named in the comment, and goes on from there", async () => {
  const refusal = `${world.thingPath("pr-12", "page")}.refuse`;
  await writeFile(refusal, "AccessDenied: the bucket policy says no");
  const { main } = await world.runPullRequest("closed", pull);
  expect(main, main.log).toMatchObject({ code: 1, outputs: { command: "remove", result: "failed", deleted: "1" } });
  for (const text of [...world.comments(12), main.summary]) {
    expect(text).toMatch(/pr-12: removal failed[^]*page[^]*AccessDenied: the bucket policy says no/u);
  }
  expect(await statusOnRecord()).toBe("removal failed");
  expect(await world.thing("pr-12", "site")).toBeNull();
  expect(await world.thing("pr-12", "page")).toBe("");

  await rm(refusal);
  const again = await world.runPullRequest("closed", pull);
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "removed", deleted: "2" } });
  expect(world.comments(12)).toEqual([expect.stringContaining("pr-12: removed")]);
  expect(await world.thing("pr-12", "bucket")).toBeNull();
  expect(await world.state("pr-12")).toBeNull();
});
