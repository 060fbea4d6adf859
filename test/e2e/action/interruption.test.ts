import type { ChildProcess } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { Home } from "../../../src/home/home.ts";
import { createLocalHome } from "../../../src/home/local.ts";
import { isLocked } from "../../support/interrupted-deploys.ts";
import { pullRequestEvent } from "../../support/github/events.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { markedEngines } from "../../support/marked-engines.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { runMain, runPost } from "../../support/run-action.ts";

let world: ProbeWorld;
let home: Home;

beforeAll(async () => {
  world = await makeProbeWorld();
  home = createLocalHome({ directory: world.home });
});
afterAll(() => world[Symbol.asyncDispose]());

const order = (pullRequest: PullRequest, running: (child: ChildProcess) => void) =>
  world.stepOrder({
    event: {
      name: "pull_request",
      payload: pullRequestEvent(world.github.state, { action: "synchronize", pullRequest }),
    },
    running,
  });

/** Until a thing's creation is under way; it takes as long as the program says. */
async function begun(stage: string, name: string): Promise<void> {
  const file = `${world.thingPath(stage, name)}.begun`;
  while ((await stat(file).catch(() => null)) === null) {
    await sleep(50);
  }
}

/** Until the comment is there, which is written beside the engine. */
async function commented(pullRequest: number): Promise<void> {
  while (world.comments(pullRequest).length === 0) {
    await sleep(50);
  }
}

it("when the run is cancelled, the engine gets one signal, finishes what it does, and the state is whole", async () => {
  const pull = openPullRequest(world.github.state, { branch: "cancelled", number: 1 });
  await world.program({ things: [{ name: "slow", seconds: 3 }, { name: "never" }], inTurn: true });
  let step: ChildProcess | undefined;
  const ending = runMain(order(pull, (child) => (step = child)));
  await begun("pr-1", "slow");
  // As the runner does it; its third step, SIGKILL, is the next test's.
  step?.kill("SIGINT");
  await sleep(1000);
  step?.kill("SIGTERM");
  const main = await ending;
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "cancelled", created: "1" } });
  expect(main.log).toMatch(/::warning::Cancelled/u);
  expect(await world.thing("pr-1", "slow")).toBe("");
  expect(await world.thing("pr-1", "never")).toBeNull();
  // The stack, its provider and the one thing that was being made; a second signal would have left that pending.
  expect(await world.state("pr-1")).toMatchObject({ urns: { length: 3 }, pending: 0 });
  expect(world.comments(1)).toEqual([expect.stringContaining("pr-1: deploy cancelled")]);
  const post = await runPost(
    order(pull, () => undefined),
    main,
  );
  expect(post).toMatchObject({ code: 0, log: "" });
  expect(await markedEngines(world.folder)).toEqual([]);

  const { main: next } = await world.runPullRequest("synchronize", pull);
  expect(next, next.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: "1", same: "1" } });
});

it.each([
  { how: "killed outright", number: 2, signals: ["SIGKILL"] },
  { how: "killed after it was cancelled", number: 4, signals: ["SIGINT", "SIGTERM", "SIGKILL"] },
] as const)("when the step is $how, post ends the engine, frees the lock and tells it", async ({ number, signals }) => {
  const stage = `pr-${number}`;
  const pull = openPullRequest(world.github.state, { branch: `killed-${number}`, number });
  await world.program({ things: [{ name: "slow", seconds: 4 }, { name: "never" }], inTurn: true });
  let step: ChildProcess | undefined;
  const killed = order(pull, (child) => (step = child));
  const ending = runMain(killed);
  await begun(stage, "slow");
  await commented(number);
  for (const signal of signals) {
    step?.kill(signal);
    await sleep(300);
  }
  const main = await ending;
  expect(main.code).toBeNull();
  expect(await markedEngines(world.folder)).not.toEqual([]);
  expect(await isLocked(home, stage)).toBe(true);
  expect(world.comments(number)).toEqual([expect.stringContaining(`${stage}: deploying`)]);

  const post = await runPost(killed, main);
  expect(post.code, post.log).toBe(0);
  expect(await markedEngines(world.folder)).toEqual([]);
  expect(await isLocked(home, stage)).toBe(false);
  expect(world.comments(number)).toEqual([expect.stringContaining(`${stage}: deploy cancelled`)]);
  expect(await world.thing(stage, "never")).toBeNull();
  // The engine outlived the step: what it was making is in the state, and is not made a second time.
  expect(await world.state(stage)).toMatchObject({ urns: { length: 3 }, pending: 0 });
  expect((await readdir(join(main.runnerFolder, "temp"))).filter((name) => name.startsWith("stagewright-"))).toEqual(
    [],
  );

  const { main: next } = await world.runPullRequest("synchronize", pull);
  expect(next, next.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(await world.state(stage)).toMatchObject({ urns: { length: 4 }, pending: 0 });
  expect([await world.thing(stage, "slow"), await world.thing(stage, "never")]).toEqual(["", ""]);
  expect(world.comments(number)).toEqual([expect.stringContaining(`${stage}: deployed`)]);
});

it("when a run is killed that only waits, post takes back its own word alone, and the run that holds comes to its end", async () => {
  const pull = openPullRequest(world.github.state, { branch: "waits", number: 7 });
  await world.program({ things: [{ name: "slow", seconds: 12 }] });
  const holding = world.runPullRequest("opened", pull);
  await begun("pr-7", "slow");
  let step: ChildProcess | undefined;
  const plain = order(pull, (child) => (step = child));
  const waiting = { ...plain, inputs: { ...plain.inputs, deployments: "true" } };
  const ending = runMain(waiting);
  while (!world.comments(7).some((body) => body.includes("pr-7: queued"))) {
    await sleep(50);
  }
  step?.kill("SIGKILL");
  const waited = await ending;
  const deployment = Number(waited.state["deployment"]);
  const post = await runPost(waiting, waited);
  expect(post.code, post.log).toBe(0);
  expect(post.log).toContain("never had it");
  expect(world.comments(7)).toEqual([expect.stringContaining("while it waited")]);
  expect(await home.records?.read({ app: "probe", stage: "pr-7" })).toMatchObject({ status: "deploying" });
  expect(await isLocked(home, "pr-7")).toBe(true);
  expect(deployment).toBeGreaterThan(0);
  const statuses = world.github.state.deployments.find(({ id }) => id === deployment)?.statuses ?? [];
  expect(statuses.at(-1)).toMatchObject({ state: "inactive" });
  const { main } = await holding;
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(world.comments(7)).toEqual([expect.stringContaining("pr-7: deployed")]);
  expect(await home.records?.read({ app: "probe", stage: "pr-7" })).toMatchObject({ status: "deployed" });
  // A post that comes too late writes nothing over the good deploy either.
  await runPost(waiting, waited);
  expect(world.comments(7)).toEqual([expect.stringContaining("pr-7: deployed")]);
});

it("supersedes a run that waited while a newer one had the stage, whatever GitHub says; one that people started again goes on", async () => {
  const pull = openPullRequest(world.github.state, { branch: "overtaken", number: 5 });
  await world.program({ things: [{ name: "slow", seconds: 4 }] });
  const newer = world.runPullRequest("synchronize", pull, { environment: { GITHUB_RUN_ID: "5000" } });
  await begun("pr-5", "slow");
  const older = { environment: { GITHUB_RUN_ID: "4999", GITHUB_API_URL: "http://127.0.0.1:9" } };
  const [waited, again] = await Promise.all([
    world.runPullRequest("synchronize", pull, older),
    world.runPullRequest("synchronize", pull, { ...older, attempt: 2 }),
  ]);
  expect((await newer).main).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(waited.main, waited.main.log).toMatchObject({ code: 0, outputs: { result: "superseded" } });
  expect(waited.main.summary).toContain("A newer run had this stage");
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
});

it("lets the second of two runs wait for the first, and gives up after lock-timeout", async () => {
  const pull = openPullRequest(world.github.state, { branch: "twice", number: 3 });
  await world.program({ things: [{ name: "slow", seconds: 3 }] });
  const first = world.runPullRequest("opened", pull);
  await begun("pr-3", "slow");
  const [second, third] = await Promise.all([
    world.runPullRequest("synchronize", pull),
    world.runPullRequest("synchronize", pull, { inputs: { "lock-timeout": "0.01" } }),
  ]);
  expect((await first).main).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(second.main, second.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(second.main.log).toMatch(/Waiting for the lock of .*pr-3/u);
  const queued = world.sentComments().filter((body) => body.includes("pr-3: queued"));
  expect(queued[0]).toMatch(/Another run holds this stage[^]*deploy by octocat/u);
  expect(world.comments(3)).toHaveLength(1);
  expect(third.main, third.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(third.main.log).toMatch(/::error::.*pr-3.*is locked.*lock-timeout/u);
  // Each thing was made once.
  expect(await readFile(`${world.thingPath("pr-3", "slow")}.begun`, "utf8")).toBe("created\n");
  expect(world.github.violations).toEqual([]);
});
