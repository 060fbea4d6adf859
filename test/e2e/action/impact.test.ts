import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { pullRequestEvent } from "../../support/github/events.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { markedEngines } from "../../support/marked-engines.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { readReport } from "../../support/read-report.ts";
import { runMain, runPost } from "../../support/run-action.ts";

// What merging a pull request changes in the stage of its base branch: a preview beside the deploy.

let world: ProbeWorld;
let pull: PullRequest;
const asked = { inputs: { impact: "true" } };

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
});
afterAll(() => world[Symbol.asyncDispose]());

const production = () => readFile(join(world.home, ".pulumi/stacks/probe/main.json"), "utf8");
const things = (...names: readonly string[]) => ({ things: names.map((name) => ({ name, content: "x" })) });

it("says that there is nothing to compare with where the base branch has no stage yet", async () => {
  await world.program(things("page", "old"));
  const { main } = await world.runPullRequest("opened", pull, asked);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(world.comments(12)).toEqual([expect.stringContaining("There is no stage main yet.")]);
});

it("tells beside the pull request's own stage what merging changes in production, and leaves that as it is", async () => {
  const deployed = await world.runPush("main");
  expect(deployed.main, deployed.main.log).toMatchObject({ code: 0 });
  const before = await production();
  await world.program(things("page", "new"));
  const { main } = await world.runPullRequest("synchronize", pull, asked);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: "1", deleted: "1" } });
  for (const text of [...world.comments(12), main.summary]) {
    expect(text).toMatch(/What merging would change: 1 to delete · 1 to create[^]*`main`[^]*- old[^]*\+ new/u);
    // The workspace of this test is no git checkout.
    expect(text).toContain("It is not known whether");
  }
  expect((await readReport(main)).stages).toMatchObject([
    { impact: { stage: "main", basis: "unknown", reason: null } },
  ]);
  expect(await production()).toBe(before);
  expect(await world.thing("main", "old")).toBe("x");
});

it("fails no deploy where it fails itself, and says why", async () => {
  await world.program({ ...things("page", "new"), throwsIn: "main" });
  const { main } = await world.runPullRequest("synchronize", pull, asked);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(world.comments(12)).toEqual([
    expect.stringMatching(/What merging would change is not known[^]*`main`[^]*not in main/u),
  ]);
  await world.program(things("page", "new"));
});

it("is not there where nobody asks for it", async () => {
  const { main } = await world.runPullRequest("synchronize", pull);
  expect(main, main.log).toMatchObject({ code: 0 });
  expect(world.comments(12)).toEqual([expect.not.stringContaining("merging")]);
});

it("leaves no engine behind when the step is killed", async () => {
  await world.program({ things: [{ name: "slow", seconds: 3 }] });
  let step: ChildProcess | undefined;
  const order = world.stepOrder({
    event: {
      name: "pull_request",
      payload: pullRequestEvent(world.github.state, { action: "synchronize", pullRequest: pull }),
    },
    ...asked,
    running: (child) => (step = child),
  });
  const ending = runMain(order);
  const runs = async () => new Set((await markedEngines(world.folder)).map(({ mark }) => mark));
  while ((await runs()).size < 2) {
    await sleep(50);
  }
  step?.kill("SIGKILL");
  const post = await runPost(order, await ending);
  expect(post.code, post.log).toBe(0);
  expect(await markedEngines(world.folder)).toEqual([]);
});
