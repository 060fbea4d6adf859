import { writeFile } from "node:fs/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { closePullRequest, openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { readReport } from "../../support/read-report.ts";
import { hashTree } from "../../support/tree-hash.ts";

// `dry-run: true` of the action: whatever the command is, nothing is changed.

let world: ProbeWorld;
let pull: PullRequest;
const shown = { deployments: "true", "commit-status": "true", "check-run": "true" };
const dry = { inputs: { ...shown, "dry-run": "true" } };

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  await world.program({ things: [{ name: "page", content: "one" }] });
});
afterAll(() => world[Symbol.asyncDispose]());

/** All that a run may change: the home but for what the comment's rows say, the real things, and what GitHub shows of the stage. */
const everything = async () => ({
  home: Object.entries(await hashTree(world.home).catch(() => ({}))).filter(([path]) => !path.startsWith("comment")),
  things: await hashTree(`${world.folder}/things`).catch(() => ({})),
  github: structuredClone({
    deployments: world.github.state.deployments,
    statuses: world.github.state.commitStatuses,
    checks: world.github.state.checkRuns,
  }),
});

it("a deploy of a new stage is a preview, and leaves no trace of the stage", async () => {
  const before = await everything();
  const { main } = await world.runPullRequest("opened", pull, dry);
  expect(main, main.log).toMatchObject({
    code: 0,
    outputs: { command: "diff", result: "previewed", changed: "true", created: "1" },
  });
  expect((await readReport(main)).stages).toMatchObject([{ command: "diff", state: "previewed" }]);
  expect(await everything()).toEqual(before);
});

it("a deploy of a stage that is there is a preview", async () => {
  const made = await world.runPullRequest("opened", pull, { inputs: shown });
  expect(made.main, made.main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  await world.program({ things: [{ name: "page", content: "two" }] });
  const before = await everything();
  const { main } = await world.runPullRequest("synchronize", pull, { inputs: { ...dry.inputs, command: "deploy" } });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { command: "diff", result: "previewed", updated: "1" } });
  expect(main.summary).toContain("preview");
  expect(await everything()).toEqual(before);
  // The stage is still shown as deployed, and what a deploy would change beside it.
  expect(world.comments(12)).toEqual([expect.stringMatching(/deployed[\s\S]*would/u)]);
});

it("a refresh only says what has drifted", async () => {
  await writeFile(world.thingPath("pr-12", "page"), "changed by hand");
  const before = await everything();
  const { main } = await world.runByHand(
    { command: "refresh", "pull-request": "12" },
    { inputs: { ...dry.inputs, command: "refresh" } },
  );
  expect(main, main.log).toMatchObject({
    code: 0,
    outputs: { command: "refresh", result: "previewed", changed: "true" },
  });
  expect(await everything()).toEqual(before);
});

it("a removal only says what it would delete, whoever asks for it", async () => {
  const before = await everything();
  const comments = world.comments(12);
  const asked = await world.runByHand({}, { inputs: { ...dry.inputs, command: "remove", stage: "pr-12" } });
  closePullRequest(world.github.state, 12);
  const closed = await world.runPullRequest("closed", pull, dry);
  for (const { main } of [asked, closed]) {
    expect(main, main.log).toMatchObject({
      code: 0,
      outputs: { command: "remove", result: "previewed", deleted: "1", stage: "pr-12" },
    });
  }
  expect(await everything()).toEqual(before);
  expect(world.comments(12)).toEqual(comments);
  expect(world.github.violations).toEqual([]);

  const removed = await world.runPullRequest("closed", pull, { inputs: shown });
  expect(removed.main, removed.main.log).toMatchObject({ code: 0, outputs: { result: "removed" } });
  expect(await world.thing("pr-12", "page")).toBeNull();
});
