import { randomUUID } from "node:crypto";
import type { ChildProcess } from "node:child_process";

import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { createLocalHome } from "../../../src/home/local.ts";
import { acquireLock, type HeldLock } from "../../../src/lock/lock.ts";
import { pullRequestEvent } from "../../support/github/events.ts";
import { closePullRequest, openPullRequest } from "../../support/github/people.ts";
import { ownerOf } from "../../support/lock-record.ts";
import { createLogLines } from "../../support/log-lines.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { runMain } from "../../support/run-action.ts";

// A comment that says "queued" is ended by whoever said so, or by who finds that nobody can be waiting any more.

let world: ProbeWorld;
beforeAll(async () => {
  world = await makeProbeWorld();
  await world.program({ things: [{ name: "page" }] });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Somebody has the stage. */
async function hold(stage: string): Promise<HeldLock> {
  const store = createLocalHome({ directory: world.home }).locks;
  if (store === null) {
    throw new Error("a local home has locks");
  }
  return acquireLock({
    store,
    key: { app: "probe", stage },
    command: "deploy",
    owner: ownerOf({ token: randomUUID(), actor: "hubot" }),
    log: createLogLines(),
    signal: new AbortController().signal,
    timeoutSeconds: 10,
  });
}

const saysQueued = (number: number) =>
  vi.waitFor(() => expect(world.comments(number)).toEqual([expect.stringMatching(/queued/u)]), 30_000);

it("a run that finds its pull request closed when its turn comes says so", async () => {
  const pull = openPullRequest(world.github.state, { branch: "late", number: 1 });
  const lock = await hold("pr-1");
  const run = world.runPullRequest("opened", pull);
  await saysQueued(1);
  closePullRequest(world.github.state, 1);
  await lock.release();
  const { main } = await run;
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(world.comments(1)).toEqual([expect.stringMatching(/pr-1: .*skipped[^]*closed by now/u)]);
});

it("a run that was killed without a post step is ended by the close that finds nothing to remove", async () => {
  const pull = openPullRequest(world.github.state, { branch: "killed", number: 2 });
  const lock = await hold("pr-2");
  let step: ChildProcess | undefined;
  const payload = pullRequestEvent(world.github.state, { action: "opened", pullRequest: pull });
  const order = world.stepOrder({ event: { name: "pull_request", payload }, running: (child) => (step = child) });
  const ending = runMain(order);
  await saysQueued(2);
  step?.kill("SIGKILL");
  await ending;
  await lock.release();
  closePullRequest(world.github.state, 2);
  const { main } = await world.runPullRequest("closed", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(world.comments(2)).toEqual([expect.stringMatching(/pr-2: .*cancelled/u)]);
  expect(world.comments(2)).toEqual([expect.not.stringContaining("queued")]);
});
