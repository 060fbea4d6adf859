import type { ChildProcess } from "node:child_process";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { Home } from "../../../src/home/home.ts";
import { deployOnce, stateText } from "../../support/fake-engine.ts";
import { pullRequestEvent } from "../../support/github/events.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { markedEngines } from "../../support/marked-engines.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { runMain, runPost, type StepOrder } from "../../support/run-action.ts";
import { openTestS3Home } from "../../support/s3-home.ts";
import { type S3Server, s3Environment, startMoto } from "../../support/s3-servers.ts";
import { killWithWatchers } from "../../support/watchers.ts";

let server: S3Server;
let world: ProbeWorld;
let home: Home;

beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  [server, world] = await Promise.all([startMoto(), makeProbeWorld()]);
  await server.createBucket("shop-state");
  const opened = await openTestS3Home({
    endpoint: server.endpoint,
    bucket: "shop-state",
    prefix: "a/b",
    folder: world.folder,
  });
  home = opened.home;
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await server.stop();
});

/** A step of a job on GitHub's own machines that has a bucket, and nothing else: no passphrase, no backend. */
const onBucket = (): Pick<StepOrder, "inputs" | "environment"> => ({
  inputs: { home: `s3://shop-state/a/b?endpoint=${server.endpoint}&region=us-east-1` },
  environment: { ...s3Environment, PULUMI_CONFIG_PASSPHRASE: undefined, RUNNER_ENVIRONMENT: "github-hosted" },
});
const order = (pullRequest: PullRequest, running: (child: ChildProcess) => void) =>
  world.stepOrder({
    event: {
      name: "pull_request",
      payload: pullRequestEvent(world.github.state, { action: "synchronize", pullRequest }),
    },
    running,
    ...onBucket(),
  });
const urns = async (stage: string) =>
  ((await home.checkpoint({ app: "probe", stage }))?.checkpoint.latest?.resources ?? []).map(({ urn }) => urn);
const pending = async (stage: string) =>
  (await home.checkpoint({ app: "probe", stage }))?.checkpoint.latest?.pending_operations ?? [];
const isLocked = async (stage: string) => {
  const stored = await home.locks?.read({ app: "probe", stage });
  return stored !== null && stored?.record.releasedAt === null;
};
async function begun(stage: string, name: string): Promise<void> {
  while ((await stat(`${world.thingPath(stage, name)}.begun`).catch(() => null)) === null) {
    await sleep(50);
  }
}

it("takes a pull request through its life with a bucket and nothing else", async () => {
  const key = { app: "probe", stage: "pr-1" };
  const pull = openPullRequest(world.github.state, { branch: "life", number: 1 });
  await world.program({ things: [{ name: "page", content: "one", secret: "s3cret-value" }] });
  const opened = await world.runPullRequest("opened", pull, onBucket());
  expect(opened.main, opened.main.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: "1" } });
  expect(await world.thing("pr-1", "page")).toBe("one");
  expect(await urns("pr-1")).toHaveLength(3);
  expect(await home.records?.read(key)).toMatchObject({ status: "deployed", commit: pull.headSha, resources: 1 });

  const again = await world.runPullRequest("synchronize", pull, onBucket());
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged", same: "1" } });

  await world.program({ things: [{ name: "page", content: "two", secret: "s3cret-value" }] });
  await world.runPullRequest("synchronize", pull, onBucket());
  expect(await world.thing("pr-1", "page")).toBe("two");
  const updates = (await home.history?.updates(key)) ?? [];
  expect(updates.map(({ command, outcome, snapshot, actor }) => [command, outcome, snapshot, actor])).toEqual([
    ["deploy", "succeeded", true, "octocat"],
    ["deploy", "succeeded", false, "octocat"],
    ["deploy", "succeeded", true, "octocat"],
  ]);
  expect(updates[0]).toMatchObject({
    commit: pull.headSha,
    run: "https://github.com/acme/probe/actions/runs/4242/attempts/1",
    changes: [{ op: "update", urn: expect.stringContaining("::page"), properties: ["content"] }],
  });
  expect(JSON.stringify(updates)).not.toContain("s3cret-value");

  await world.emptyWorkspace();
  pull.open = false;
  const closed = await world.runPullRequest("closed", pull, onBucket());
  expect(closed.main, closed.main.log).toMatchObject({ code: 0, outputs: { result: "removed", deleted: "1" } });
  expect(await world.thing("pr-1", "page")).toBeNull();
  expect(await home.checkpoint(key)).toBeNull();
  expect(await home.records?.list()).toEqual([]);
  expect(await isLocked("pr-1")).toBe(false);
  expect(await home.history?.snapshots(key)).toHaveLength(1);
  for (const step of [opened, again, closed]) {
    expect(step.post).toMatchObject({ code: 0, log: "" });
    expect((await readdir(join(step.main.runnerFolder, "temp"))).filter((name) => /-home-/u.test(name))).toEqual([]);
  }
  expect(world.github.violations).toEqual([]);
});

it("puts a failed deploy on record, and goes on from its state", async () => {
  const pull = openPullRequest(world.github.state, { branch: "failing", number: 2 });
  await world.program({ things: [{ name: "good" }, { name: "bad", fail: "AccessDenied: no" }], inTurn: true });
  const failed = await world.runPullRequest("opened", pull, onBucket());
  expect(failed.main, failed.main.log).toMatchObject({ code: 1, outputs: { result: "failed", created: "1" } });
  const [update] = (await home.history?.updates({ app: "probe", stage: "pr-2" })) ?? [];
  expect(update).toMatchObject({ outcome: "failed", snapshot: true, reason: expect.stringContaining("AccessDenied") });
  expect(await urns("pr-2")).toHaveLength(3);
  await world.program({ things: [{ name: "good" }, { name: "bad" }], inTurn: true });
  const mended = await world.runPullRequest("synchronize", pull, onBucket());
  expect(mended.main, mended.main.log).toMatchObject({
    code: 0,
    outputs: { result: "deployed", created: "1", same: "1" },
  });
});

it("loses nothing when the step is killed: post stores what the engine wrote after it, and frees the lock", async () => {
  const pull = openPullRequest(world.github.state, { branch: "killed", number: 3 });
  await world.program({ things: [{ name: "first" }, { name: "slow", seconds: 4 }, { name: "never" }], inTurn: true });
  let step: ChildProcess | undefined;
  const killed = order(pull, (child) => (step = child));
  const ending = runMain(killed);
  await begun("pr-3", "slow");
  step?.kill("SIGKILL");
  const main = await ending;
  expect(main.code).toBeNull();
  expect(await isLocked("pr-3")).toBe(true);

  const post = await runPost(killed, main);
  expect(post.code, post.log).toBe(0);
  expect(await isLocked("pr-3")).toBe(false);
  expect((await urns("pr-3")).filter((urn) => /::(?:first|slow)$/u.test(urn))).toHaveLength(2);
  expect(await pending("pr-3")).toEqual([]);
  expect(await home.records?.read({ app: "probe", stage: "pr-3" })).toMatchObject({ status: "deploy failed" });
  const [update] = (await home.history?.updates({ app: "probe", stage: "pr-3" })) ?? [];
  expect(update).toMatchObject({ outcome: "cancelled", snapshot: true });
  expect((await readdir(join(main.runnerFolder, "temp"))).filter((name) => name.startsWith("stagewright-"))).toEqual(
    [],
  );

  const next = await world.runPullRequest("synchronize", pull, onBucket());
  expect(next.main, next.main.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: "1", same: "2" } });
});

it("knows what was under way when the machine itself is gone, and the next run takes over", async () => {
  const pull = openPullRequest(world.github.state, { branch: "gone", number: 4 });
  await world.program({ things: [{ name: "first" }, { name: "slow", seconds: 60 }], inTurn: true });
  let step: ChildProcess | undefined;
  const ending = runMain(order(pull, (child) => (step = child)));
  await begun("pr-4", "slow");
  // What is stored is behind by a moment at most.
  await sleep(1000);
  if (step !== undefined) {
    await killWithWatchers(step);
  }
  const main = await ending;
  await rm(join(main.runnerFolder, "temp"), { recursive: true, force: true });
  expect((await urns("pr-4")).filter((urn) => urn.endsWith("::first"))).toHaveLength(1);
  expect(await pending("pr-4")).toMatchObject([{ type: "creating" }]);
  expect(await isLocked("pr-4")).toBe(true);
  for (const { pid } of await markedEngines(world.folder)) {
    process.kill(pid, "SIGKILL");
  }

  // The lease of 120 s is made one of 3 s, so that the test need not wait for it.
  const key = { app: "probe", stage: "pr-4" };
  const stored = await home.locks?.read(key);
  if (stored === null || stored === undefined) {
    throw new Error("the lock should be there");
  }
  // And its process is none of this machine's, where one that has ended would be seen at once.
  const owner = { ...stored.record.owner, host: "a machine that is gone" };
  await home.locks?.replace(key, { ...stored.record, owner, leaseSeconds: 3 }, stored.version);
  await world.program({ things: [{ name: "first" }, { name: "slow" }], inTurn: true });
  const inputs = { ...onBucket().inputs, "engine-grace": "0.05" };
  const next = await world.runPullRequest("synchronize", pull, { ...onBucket(), inputs });
  expect(next.main, next.main.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: "1", same: "1" } });
  // The lease, and as long again because the state names an operation that was under way.
  expect(next.main.log).toMatch(/Taking over the lock of stage pr-4 .*it was not renewed for [678] s/u);
  expect(next.main.log).toMatch(/Waiting for the lock of stage pr-4/u);
  expect(await pending("pr-4")).toEqual([]);
  expect(world.comments(4)).toEqual([expect.stringMatching(/slow.*(?:creating|under way|cut off)/su)]);
});

it("lets two runs of a first deploy come to one stage: one deploys, the other waits and finds no changes", async () => {
  const pull = openPullRequest(world.github.state, { branch: "twice", number: 6 });
  await world.program({ things: [{ name: "page", content: "one" }] });
  const runs = await Promise.all([1, 2].map(() => world.runPullRequest("opened", pull, onBucket())));
  const results = runs.map(({ main }) => main.outputs["result"] ?? "").toSorted();
  expect(results, runs.map(({ main }) => main.log).join("\n")).toEqual(["deployed", "unchanged"]);
  expect(await readFile(`${world.thingPath("pr-6", "page")}.begun`, "utf8")).toBe("created\n");
});

it("stops a run whose state somebody else writes, says so, and keeps what it had", async () => {
  const key = { app: "probe", stage: "pr-7" };
  const pull = openPullRequest(world.github.state, { branch: "taken", number: 7 });
  // The run finds it out when it stores what it made: that is when `slow` is there, and `slower` perhaps begun.
  const slow = [
    { name: "slow", seconds: 3 },
    { name: "slower", seconds: 2 },
  ];
  await world.program({ things: [{ name: "first" }, ...slow, { name: "never" }], inTurn: true });
  const running = world.runPullRequest("opened", pull, onBucket());
  await begun("pr-7", "slow");
  // Until that is stored, too: nothing more comes before `slow` is there.
  await sleep(1000);
  const theirs = stateText(key, ["theirs"]);
  await deployOnce(home, key, theirs);
  const { main } = await running;
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toMatch(/::error::.*pr-7.*was written by somebody else.*wrote nothing over it/u);
  expect(await home.text(key)).toBe(theirs);
  expect(await world.thing("pr-7", "never")).toBeNull();
  const [kept] = (await home.history?.snapshots(key)) ?? [];
  expect(main.log).toContain(`kept as snapshot ${kept?.id}`);
  expect((await home.history?.readSnapshot(key, kept?.id ?? ""))?.text).toMatch(/::first.*::slow/su);
  expect(await isLocked("pr-7")).toBe(false);
  expect(world.comments(7)).toEqual([expect.stringContaining("deploy failed")]);
});

it("is one clear error where there is no such bucket, no access, or no such option", async () => {
  const pull = openPullRequest(world.github.state, { branch: "nowhere", number: 5 });
  await world.program({ things: [{ name: "page" }] });
  const run = async (address: string) => {
    const { main } = await world.runPullRequest("opened", pull, { ...onBucket(), inputs: { home: address } });
    expect(main).toMatchObject({ code: 1, outputs: { result: "failed" } });
    expect(await world.thing("pr-5", "page")).toBeNull();
    return main.log;
  };
  const at = `endpoint=${server.endpoint}&region=us-east-1`;
  expect(await run(`s3://no-such-bucket?${at}`)).toMatch(/::error::.*There is no bucket no-such-bucket/u);
  expect(await run(`s3://shop-state?${at}&colour=red`)).toMatch(/::error::.*there is no option "colour"/u);
});
