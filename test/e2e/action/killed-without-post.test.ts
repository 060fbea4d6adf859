import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { Home } from "../../../src/home/home.ts";
import { nameOf } from "../../../src/engine/pulumi/urn.ts";
import { pullRequestEvent } from "../../support/github/events.ts";
import { openPullRequest } from "../../support/github/people.ts";
import { isLocked } from "../../support/interrupted-deploys.ts";
import { markedEngines } from "../../support/marked-engines.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { runMain } from "../../support/run-action.ts";
import { openTestS3Home } from "../../support/s3-home.ts";
import { type S3Server, s3Environment, startVersitygw } from "../../support/s3-servers.ts";
import { killWithWatchers, watchersOf } from "../../support/watchers.ts";

// The compiled action's main step is killed outright and no `post:` comes, as when a runner's own process dies.

let world: ProbeWorld;
let server: S3Server;
let home: Home;
beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  [world, server] = await Promise.all([makeProbeWorld(), startVersitygw()]);
  await server.createBucket("home");
  const { endpoint } = server;
  ({ home } = await openTestS3Home({ endpoint, bucket: "home", prefix, folder: world.folder }));
  await world.program({
    things: [{ name: "quick" }, { name: "slow", seconds: 3 }, { name: "last" }],
    inTurn: true,
  });
}, 300_000);
afterAll(async () => {
  await server.stop();
  await world[Symbol.asyncDispose]();
});

/** A home of this run's own: notes of dead runs stay in the machine's cache folder, by home and stage. */
const prefix = randomUUID();
const place = (runner: string) => ({
  inputs: { home: `s3://home/${prefix}?endpoint=${server.endpoint}&region=us-east-1` },
  environment: { ...s3Environment, RUNNER_ENVIRONMENT: runner },
});

/** Kills the main step, and where asked its watcher, while a thing is made. */
async function killed(number: number, of: { readonly runner: string; readonly watcherToo: boolean }) {
  const pullRequest = openPullRequest(world.github.state, { branch: `killed-${number}`, number });
  const payload = pullRequestEvent(world.github.state, { action: "opened", pullRequest });
  let step: ChildProcess | undefined;
  const running = (child: ChildProcess) => (step = child);
  const ending = runMain(world.stepOrder({ event: { name: "pull_request", payload }, running, ...place(of.runner) }));
  let ended: string | null = null;
  void ending.then(({ log }) => (ended = log));
  while ((await stat(`${world.thingPath(`pr-${number}`, "slow")}.begun`).catch(() => null)) === null) {
    expect(ended, "It came to its end before it was killed").toBeNull();
    await sleep(50);
  }
  if (step !== undefined) {
    expect(await watchersOf(step)).toHaveLength(1);
    await (of.watcherToo ? killWithWatchers(step) : step.kill("SIGKILL"));
  }
  await ending;
  return pullRequest;
}

async function known(stage: string): Promise<string[]> {
  const latest = (await home.checkpoint({ app: "probe", stage }))?.checkpoint.latest;
  expect(latest?.pending_operations ?? []).toEqual([]);
  return (latest?.resources ?? []).filter(({ urn }) => urn.includes("dynamic")).map(({ urn }) => nameOf(urn));
}

it.each([
  { runner: "github-hosted", number: 1 },
  { runner: "self-hosted", number: 2 },
])("on a $runner runner its watcher ends the engine and stores what that made", async ({ runner, number }) => {
  const stage = `pr-${number}`;
  await killed(number, { runner, watcherToo: false });
  await expect.poll(() => markedEngines(world.folder), { timeout: 60_000 }).toEqual([]);
  await expect.poll(() => known(stage).catch(() => []), { timeout: 30_000 }).toEqual(["quick", "slow"]);
  expect(await world.thing(stage, "slow")).toBe("");
  expect(await world.thing(stage, "last")).toBeNull();
  // Left to a `post:` that may come yet; it ends with its lease.
  expect(await isLocked(home, stage)).toBe(true);
});

it.each([
  { what: "after its watcher", number: 3, watcherToo: false, result: "deployed" },
  // An engine that nobody tells to end comes to its end.
  { what: "where the watcher was killed, too", number: 4, watcherToo: true, result: "unchanged" },
])("on a self-hosted runner the next job goes on $what", async ({ number, watcherToo, result }) => {
  const stage = `pr-${number}`;
  const pullRequest = await killed(number, { runner: "self-hosted", watcherToo });
  const { main } = await world.runPullRequest("synchronize", pullRequest, place("self-hosted"));
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result } });
  expect(main.log).toContain("An earlier run died");
  expect((await known(stage)).toSorted()).toEqual(["last", "quick", "slow"]);
  // Made once, though two runs were at it.
  expect(await readFile(`${world.thingPath(stage, "slow")}.begun`, "utf8")).toBe("created\n");
  expect(await isLocked(home, stage)).toBe(false);
  expect(await markedEngines(world.folder)).toEqual([]);
});
