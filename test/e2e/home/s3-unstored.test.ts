import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";

import type { Home } from "../../../src/home/home.ts";
import { type CacheService, startCacheService } from "../../support/cache-service.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { runCli } from "../../support/run-action.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "../../support/s3-fault-proxy.ts";
import { openTestS3Home } from "../../support/s3-home.ts";
import { type S3Server, s3Environment, startVersitygw } from "../../support/s3-servers.ts";

// A bucket that is written no more once the first thing is made, to the end of the job.

let server: S3Server;
let world: ProbeWorld;
let service: CacheService;
let proxy: FaultProxy;
let home: Home;
let fault: Fault | null = null;

beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  [server, world, service] = await Promise.all([startVersitygw(), makeProbeWorld(), startCacheService()]);
  await server.createBucket("shop-state");
  proxy = await startFaultProxy({
    endpoint: server.endpoint,
    choose: ({ method }) => (method === "PUT" || fault?.kind === "answer" ? fault : null),
  });
  ({ home } = await openTestS3Home({
    endpoint: server.endpoint,
    bucket: "shop-state",
    prefix: "a",
    folder: world.folder,
  }));
});
afterAll(async () => {
  await proxy.stop();
  await world[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
  await server.stop();
});
vi.setConfig({ testTimeout: 300_000 });
beforeEach(() => {
  fault = null;
});

const things = { things: ["first", "slow", "third", "last"].map((name) => ({ name, seconds: 2 })), inTurn: true };
const address = () => `s3://shop-state/a?endpoint=${proxy.endpoint}&region=us-east-1`;

/** A run of the pull request on a fresh machine; `cached`: GitHub's cache is there. */
function run(pull: PullRequest, { cached, runner = "github-hosted" }: { cached: boolean; runner?: string }) {
  return world.runPullRequest("synchronize", pull, {
    inputs: { home: address(), "store-timeout": "0.03" },
    environment: {
      ...s3Environment,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      RUNNER_ENVIRONMENT: runner,
      ...(cached ? service.environment([`refs/pull/${pull.number}/merge`, "refs/heads/main"]) : {}),
    },
  });
}

/** Breaks the bucket once the second thing is begun. */
async function runBroken(pull: PullRequest, how: Parameters<typeof run>[1], broken: Fault) {
  const stage = `pr-${pull.number}`;
  await world.program(things);
  const ending = run(pull, how);
  while ((await stat(`${world.thingPath(stage, "slow")}.begun`).catch(() => null)) === null) {
    await sleep(50);
  }
  fault = broken;
  return ending;
}

/** How often a thing was created. */
async function made(stage: string, name: string): Promise<number> {
  const text = await readFile(`${world.thingPath(stage, name)}.begun`, "utf8").catch(() => "");
  return text.split("\n").length - 1;
}

async function madeOnce(stage: string): Promise<boolean> {
  const counts = await Promise.all(things.things.map(({ name }) => made(stage, name)));
  return counts.every((count) => count === 1);
}

it("stops the engine, says what is in no stored state, and the next run puts it back from the cache", async () => {
  const pull = openPullRequest(world.github.state, { branch: "outage", number: 1 });
  const broken = await runBroken(pull, { cached: true }, { kind: "answer", status: 503, when: "before" });
  const { main, post } = broken;
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(await made("pr-1", "last")).toBe(0);
  expect(main.log).toContain("The state of stage pr-1 of probe was not stored");
  expect(main.log).toMatch(/- pulumi-nodejs:dynamic:Resource slow \(id .*slow\)/u);
  expect(main.log).toMatch(/- GitHub's cache, stagewright-unstored-/u);
  expect(main.log).toMatch(/stagewright state restore --from-file \/\S+ --stage pr-1 --app probe --home /u);
  expect(main.summary).toContain("stagewright state restore --from-file /");
  expect(world.github.state.comments.at(-1)?.body).toContain("stagewright state restore --from-file /");
  expect(post.log).toContain("What the step left could not be cleared up");
  expect(service.entries().join("\n")).toContain("stagewright-unstored-");

  fault = null;
  const again = await run(pull, { cached: true });
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(again.main.log).toContain("It is put back.");
  expect(await madeOnce("pr-1")).toBe(true);
  // What was put back is not looked at again.
  const third = await run(pull, { cached: true });
  expect(third.main, third.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
});

it("names the credentials that expired, and the command line puts the state back from the file", async () => {
  const pull = openPullRequest(world.github.state, { branch: "expired", number: 2 });
  const expired: Fault = { kind: "answer", status: 400, code: "ExpiredToken", when: "before" };
  const { main } = await runBroken(pull, { cached: false }, expired);
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toContain("credentials have expired");
  expect(await made("pr-2", "last")).toBe(0);
  const file = /--from-file (?<file>\/\S+)/u.exec(main.log)?.groups?.["file"] ?? "";
  const kept = await readFile(file, "utf8");
  expect(kept).not.toContain("dynamic");

  fault = null;
  const cli = (...args: readonly string[]) =>
    runCli({
      args: [...args, "--stage", "pr-2", "--app", "probe", "--home", address()],
      cwd: world.folder,
      environment: { ...s3Environment, PATH: process.env["PATH"], HOME: world.folder, RUNNER_TEMP: world.folder },
    });
  const restored = await cli("state", "restore", "--from-file", file);
  expect(restored, restored.stderr).toMatchObject({ code: 0 });
  const again = await run(pull, { cached: false });
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(await madeOnce("pr-2")).toBe(true);
  // Now there is a newer state: putting the old one back would forget what was made since.
  const late = await cli("state", "restore", "--from-file", file);
  expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining("was changed since") });
});

it("refuses a stage that was changed since, until the kept state is waived by its name", async () => {
  const pull = openPullRequest(world.github.state, { branch: "changed", number: 3 });
  await runBroken(pull, { cached: true }, { kind: "answer", status: 503, when: "before" });
  fault = null;
  // Somebody whose runs cannot see this cache.
  await world.program({ things: [{ name: "other" }] });
  const blind = await run(pull, { cached: false });
  expect(blind.main, blind.main.log).toMatchObject({ code: 0 });
  const key = { app: "probe", stage: "pr-3" };
  const record = await home.records?.read(key);
  await home.records?.write({ ...(record ?? expect.fail()), status: "deploy failed" });

  const refused = await run(pull, { cached: true });
  expect(refused.main, refused.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  const id = /state waive (?<id>\S+) --stage pr-3/u.exec(refused.main.log)?.groups?.["id"] ?? "";
  const waived = await runCli({
    args: ["state", "waive", id, "--stage", "pr-3", "--app", "probe", "--home", address(), "--reason", "deleted"],
    cwd: world.folder,
    environment: { ...s3Environment, PATH: process.env["PATH"], HOME: world.folder, RUNNER_TEMP: world.folder },
  });
  expect(waived, waived.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining("given up") });
  const again = await run(pull, { cached: true });
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
});

it("puts the state back by itself on a machine that stays", async () => {
  const pull = openPullRequest(world.github.state, { branch: "stays", number: 4 });
  const how = { cached: false, runner: "self-hosted" };
  const { main } = await runBroken(pull, how, { kind: "answer", status: 503, when: "before" });
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  fault = null;
  const again = await run(pull, how);
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(await madeOnce("pr-4")).toBe(true);
});
