import type { ChildProcess } from "node:child_process";
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { Home } from "../../../src/home/home.ts";
import { createLocalHome } from "../../../src/home/local.ts";
import { pullRequestEvent } from "../../support/github/events.ts";
import { closePullRequest, openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { isLocked } from "../../support/interrupted-deploys.ts";
import { markedEngines } from "../../support/marked-engines.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { runMain, runPost } from "../../support/run-action.ts";
import { killWithWatchers } from "../../support/watchers.ts";

// The compiled action's removal, cut off half way: `pulumi destroy` then ends with exit code 0, and what the state holds decides.

let world: ProbeWorld;
let home: Home;
beforeAll(async () => {
  world = await makeProbeWorld();
  home = createLocalHome({ directory: world.home });
});
afterAll(() => world[Symbol.asyncDispose]());

const key = (number: number) => ({ app: "probe", stage: `pr-${number}` });

/** A closed pull request whose stage has things that are deleted from the last to the first, each in so many seconds. */
async function closed(number: number, seconds: Readonly<Record<string, number>>): Promise<PullRequest> {
  const pull = openPullRequest(world.github.state, { branch: `removed-${number}`, number });
  await world.program({
    things: Object.entries(seconds).map(([name, deleteSeconds]) => ({ name, deleteSeconds })),
    inTurn: true,
  });
  const { main } = await world.runPullRequest("opened", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  closePullRequest(world.github.state, number);
  await world.emptyWorkspace();
  return pull;
}

/** Begins the removal, and waits until a thing's deletion is under way. */
async function removeUntil(pull: PullRequest, thing: string) {
  const payload = pullRequestEvent(world.github.state, { action: "closed", pullRequest: pull });
  const children: ChildProcess[] = [];
  const order = world.stepOrder({
    event: { name: "pull_request", payload },
    running: (child) => children.push(child),
  });
  const ending = runMain(order);
  while ((await stat(`${world.thingPath(`pr-${pull.number}`, thing)}.ending`).catch(() => null)) === null) {
    await sleep(50);
  }
  const [step] = children;
  return { order, ending, step: step ?? expect.fail("no process") };
}

async function removesTheRest(pull: PullRequest, deleted: string): Promise<void> {
  const { main } = await world.runPullRequest("closed", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "removed", deleted } });
  expect(await world.state(`pr-${pull.number}`)).toBeNull();
  expect(await home.records?.read(key(pull.number))).toBeNull();
}

it("when the run is cancelled, says what was deleted and what is left, and the next run removes the rest", async () => {
  const pull = await closed(1, { first: 0.1, second: 0.1, third: 3, last: 0.1 });
  const { ending, step, order } = await removeUntil(pull, "third");
  step.kill("SIGINT");
  await sleep(500);
  step.kill("SIGTERM");
  const main = await ending;
  expect(main, main.log).toMatchObject({
    code: 1,
    outputs: { command: "remove", result: "cancelled", deleted: "2", changed: "true", "has-destructive": "true" },
  });
  for (const text of [...world.comments(1), main.summary]) {
    expect(text).toMatch(/pr-1: removal cancelled[^]*2 deleted[^]*third/u);
  }
  expect((await world.state("pr-1"))?.urns.join("\n")).toMatch(/first[^]*second$/u);
  expect(await home.records?.read(key(1))).toMatchObject({ status: "removal failed" });
  expect(await runPost(order, main)).toMatchObject({ code: 0, log: "" });
  await removesTheRest(pull, "2");
});

it("when the step is killed, post lets the engine finish what it does, and says what was deleted", async () => {
  const pull = await closed(2, { first: 0.1, second: 3, last: 0.1 });
  const { ending, step, order } = await removeUntil(pull, "second");
  await killWithWatchers(step);
  const post = await runPost(order, await ending);
  expect(post.code, post.log).toBe(0);
  expect(await markedEngines(world.folder)).toEqual([]);
  for (const text of [...world.comments(2), post.summary]) {
    expect(text).toMatch(/pr-2: removal cancelled[^]*2 deleted[^]*second/u);
  }
  expect((await world.state("pr-2"))?.urns.join("\n")).toMatch(/first$/u);
  expect(await home.records?.read(key(2))).toMatchObject({ status: "removal failed" });
  expect(await isLocked(home, "pr-2")).toBe(false);
  await removesTheRest(pull, "1");
});

it("when the step is killed and nothing is left after all, post says that the stage is removed", async () => {
  const pull = await closed(3, { first: 2, last: 0.1 });
  const { ending, step, order } = await removeUntil(pull, "first");
  await killWithWatchers(step);
  const post = await runPost(order, await ending);
  expect(post.code, post.log).toBe(0);
  for (const text of [...world.comments(3), post.summary]) {
    expect(text).toMatch(/pr-3: removed[^]*2 deleted/u);
  }
  expect(await world.state("pr-3")).toBeNull();
  expect(await home.records?.read(key(3))).toBeNull();
  expect(await isLocked(home, "pr-3")).toBe(false);
});
