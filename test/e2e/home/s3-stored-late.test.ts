import type { ChildProcess } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";

import { type CacheService, startCacheService } from "../../support/cache-service.ts";
import { pullRequestEvent } from "../../support/github/events.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, terminalOf, type ProbeWorld } from "../../support/probe-world.ts";
import { runCli, runMain, runPost } from "../../support/run-action.ts";
import { type Fault, type FaultProxy, type ProxiedRequest, startFaultProxy } from "../../support/s3-fault-proxy.ts";
import { killWithWatchers } from "../../support/watchers.ts";
import { type S3Server, s3Environment, startVersitygw } from "../../support/s3-servers.ts";

// A state that cannot be stored in time: what the step after it makes of that, what an empty passphrase means for it, and the command line.

let server: S3Server;
let world: ProbeWorld;
let service: CacheService;
let proxy: FaultProxy;
let choose: (asked: ProxiedRequest) => Fault | null = () => null;

beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  [server, world, service] = await Promise.all([startVersitygw(), makeProbeWorld(), startCacheService()]);
  await server.createBucket("shop-state");
  proxy = await startFaultProxy({ endpoint: server.endpoint, choose: (asked) => choose(asked) });
});
afterAll(async () => {
  await proxy.stop();
  await world[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
  await server.stop();
});
vi.setConfig({ testTimeout: 300_000 });
beforeEach(() => {
  choose = () => null;
});

/** States alone cannot be written. */
const noStates =
  (fault: Fault) =>
  ({ method, url }: ProxiedRequest) =>
    method === "PUT" && url.includes("/app/") ? fault : null;
const unavailable: Fault = { kind: "answer", status: 503, when: "before" };
const address = () => `s3://shop-state/a?endpoint=${proxy.endpoint}&region=us-east-1`;

/** A step of the pull request on a machine that is thrown away. */
function order(
  pullRequest: PullRequest,
  of: { readonly passphrase?: string; readonly running?: (child: ChildProcess) => void },
) {
  return world.stepOrder({
    event: {
      name: "pull_request",
      payload: pullRequestEvent(world.github.state, { action: "synchronize", pullRequest }),
    },
    inputs: { home: address(), "store-timeout": "0.01" },
    environment: {
      ...s3Environment,
      PULUMI_CONFIG_PASSPHRASE: of.passphrase,
      RUNNER_ENVIRONMENT: "github-hosted",
      ...service.environment([`refs/pull/${pullRequest.number}/merge`, "refs/heads/main"]),
    },
    ...(of.running === undefined ? {} : { running: of.running }),
  });
}

/** Waits until a thing's creation is under way, then lets no state be stored any more. */
async function breakAt(stage: string, thing: string): Promise<void> {
  while ((await stat(`${world.thingPath(stage, thing)}.begun`).catch(() => null)) === null) {
    await sleep(50);
  }
  choose = noStates(unavailable);
}

it("begins nothing where locks may be written and states may not", async () => {
  const pull = openPullRequest(world.github.state, { branch: "denied", number: 1 });
  await world.program({ things: [{ name: "page" }] });
  choose = noStates({ kind: "answer", status: 403, when: "before" });
  const main = await runMain(order(pull, {}));
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toMatch(/nothing was begun.*S3 does not allow this run to write app\/probe\/pr-1\.json/u);
  expect(world.comments(1)).toEqual([expect.stringContaining("s3:PutObject")]);
  expect(await world.thing("pr-1", "page")).toBeNull();
});

it("says nowhere any more that a state is missing which post has stored after all", async () => {
  const pull = openPullRequest(world.github.state, { branch: "late", number: 2 });
  await world.program({ things: [{ name: "first" }, { name: "slow", seconds: 1 }], inTurn: true });
  const step = order(pull, {});
  const ending = runMain(step);
  await breakAt("pr-2", "slow");
  const main = await ending;
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(world.comments(2)).toEqual([expect.stringMatching(/In no stored state[^]*state restore/u)]);

  choose = () => null;
  const post = await runPost(step, main);
  expect(post.code, post.log).toBe(0);
  for (const text of [...world.comments(2), post.summary]) {
    expect(text).toMatch(/pr-2: deploy failed[^]*It is stored now/u);
    expect(text).toMatch(/first[^]*slow/u);
    expect(text).not.toMatch(/In no stored state|state restore --from-file/u);
  }
  // Somebody who cannot see the copy in the cache goes on from there; who sees it afterwards is not held up by it.
  await world.program({ things: [{ name: "first" }, { name: "other" }], inTurn: true });
  const blind = await world.runPullRequest("synchronize", pull, {
    inputs: { home: address() },
    environment: { ...s3Environment, PULUMI_CONFIG_PASSPHRASE: undefined, RUNNER_ENVIRONMENT: "github-hosted" },
  });
  expect(blind.main, blind.main.log).toMatchObject({
    code: 0,
    outputs: { result: "deployed", created: "1", deleted: "1" },
  });
  const sees = await runMain(order(pull, {}));
  expect(sees, sees.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
});

it("keeps a state on the machine alone, and says why, where the passphrase is empty", async () => {
  const pull = openPullRequest(world.github.state, { branch: "empty", number: 3 });
  await world.program({ things: [{ name: "slow", seconds: 1 }] });
  const entries = service.entries().length;
  const step = order(pull, { passphrase: "" });
  const ending = runMain(step);
  await breakAt("pr-3", "slow");
  const main = await ending;
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toContain("an empty passphrase hides nothing");
  expect(main.log).not.toContain("- GitHub's cache");
  expect(service.entries()).toHaveLength(entries);
  const file = /--from-file (?<file>\/\S+)/u.exec(main.log)?.groups?.["file"] ?? "";
  expect((await stat(file)).mode & 0o077).toBe(0);

  choose = () => null;
  const restored = await runCli({
    args: ["state", "restore", "--from-file", file, "--stage", "pr-3", "--app", "probe", "--home", address()],
    cwd: world.folder,
    environment: { ...terminalOf(world), ...s3Environment, PULUMI_CONFIG_PASSPHRASE: "", RUNNER_TEMP: world.folder },
  });
  expect(restored, restored.stderr).toMatchObject({ code: 0 });
  const again = await runMain(order(pull, { passphrase: "" }));
  expect(again, again.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
});

it("keeps the state of a step that was killed, and its comment says so, where post cannot store it either", async () => {
  const pull = openPullRequest(world.github.state, { branch: "killed", number: 4 });
  await world.program({ things: [{ name: "first" }, { name: "slow", seconds: 1 }, { name: "last" }], inTurn: true });
  const children: ChildProcess[] = [];
  const step = order(pull, { passphrase: "given", running: (child) => children.push(child) });
  const ending = runMain(step);
  await breakAt("pr-4", "slow");
  await killWithWatchers(children[0] ?? expect.fail("no process"));
  const post = await runPost(step, await ending);
  expect(post.code, post.log).toBe(0);
  for (const text of [...world.comments(4), post.summary]) {
    expect(text).toMatch(/pr-4: deploy cancelled[^]*In no stored state[^]*slow[^]*GitHub's cache/u);
  }
  choose = () => null;
  const again = await runMain(order(pull, { passphrase: "given" }));
  expect(again, again.log).toMatchObject({ code: 0 });
  expect(again.log).toContain("It is put back.");
  expect(await readFile(`${world.thingPath("pr-4", "slow")}.begun`, "utf8")).toBe("created\n");
});

it("gives up after `--store-timeout` at a terminal, and the next command puts the state back", async () => {
  await world.program({ things: [{ name: "first" }, { name: "slow", seconds: 1 }, { name: "last" }], inTurn: true });
  const deploy = () =>
    runCli({
      args: ["deploy", "--stage", "mona", "--home", address(), "--store-timeout", "0.5"],
      cwd: world.workspace,
      environment: { ...terminalOf(world), ...s3Environment, STAGEWRIGHT_CACHE: world.folder },
    });
  const ending = deploy();
  await breakAt("mona", "slow");
  const broken = await ending;
  expect(broken, broken.stderr).toMatchObject({ code: 1, stdout: expect.stringContaining("In no stored state") });
  choose = () => null;
  const again = await deploy();
  expect(again, again.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/mona: (?:deployed|no changes)/u),
  });
  expect(await readFile(`${world.thingPath("mona", "slow")}.begun`, "utf8")).toBe("created\n");
});
