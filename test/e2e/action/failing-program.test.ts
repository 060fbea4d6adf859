import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { openPullRequest, push } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { readReport } from "../../support/read-report.ts";

let world: ProbeWorld;
let pull: PullRequest;

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  await world.program({ things: [{ name: "page", content: "good" }] });
  const { main } = await world.runPullRequest("opened", pull);
  expect(main, main.log).toMatchObject({ code: 0 });
});
afterAll(() => world[Symbol.asyncDispose]());

const pushed = () => {
  push(world.github.state, "new-look");
  return world.runPullRequest("synchronize", pull);
};

it("shows the error and where it is, in comment, summary, log and report, and leaves the state as it was", async () => {
  await world.program({ things: [{ name: "page", content: "bad" }], throws: "there is no such region" });
  const before = await world.state("pr-12");
  const { main, post } = await pushed();
  expect(main, main.log).toMatchObject({
    code: 1,
    outputs: { stage: "pr-12", result: "failed", command: "deploy", changed: "false" },
  });
  expect(post.code).toBe(0);
  expect(world.comments(12)).toHaveLength(1);
  for (const text of [...world.comments(12), main.summary]) {
    expect(text).toMatch(/pr-12: deploy failed[^]*index\.js:\d+[^]*there is no such region/u);
  }
  expect(main.log).toContain("there is no such region");
  const [stage] = (await readReport(main)).stages;
  expect(stage).toMatchObject({
    state: "failed",
    failure: { code: "deploy-failed", message: expect.stringContaining("there is no such region") },
  });
  expect(await world.state("pr-12")).toEqual(before);
});

it("names file and line of a program that does not even parse", async () => {
  await writeFile(join(world.workspace, "index.js"), "\nconst a = ;\n");
  const { main } = await pushed();
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(world.comments(12)).toEqual([expect.stringMatching(/index\.js:2[^]*SyntaxError/u)]);
});

it("keeps what worked of a deploy whose resource failed, names the resource, and the next good push converges", async () => {
  await world.checkOut();
  const things = [{ name: "page", content: "better" }, { name: "new" }];
  await world.program({
    things: [...things, { name: "bucket", fail: "AccessDenied: not with this role" }],
    inTurn: true,
  });
  const { main } = await pushed();
  expect(main, main.log).toMatchObject({
    code: 1,
    outputs: { result: "failed", changed: "true", created: "1", updated: "1" },
  });
  expect(world.comments(12)).toEqual([expect.stringMatching(/bucket[^]*AccessDenied: not with this role/u)]);
  expect(await world.thing("pr-12", "page")).toBe("better");
  expect((await world.state("pr-12"))?.pending).toBe(0);

  await world.program({ things: [...things, { name: "bucket" }] });
  const mended = await pushed();
  expect(mended.main, mended.main.log).toMatchObject({
    code: 0,
    outputs: { result: "deployed", created: "1", same: "2" },
  });
  expect(world.comments(12)).toEqual([expect.not.stringContaining("AccessDenied")]);
  expect(await world.thing("pr-12", "bucket")).toBe("");
  expect(world.github.violations).toEqual([]);
});
