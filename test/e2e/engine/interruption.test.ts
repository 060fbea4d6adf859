import { readdir, readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";

import { expect, it } from "vitest";

import type { EngineProcess } from "../../../src/engine/engine.ts";
import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { writeWhole } from "../../../src/home/atomic-file.ts";
import { killMarked, makeTestStage, type TestStage, textOf, until } from "../../support/pulumi-stage.ts";

const slowPlan = (stage: TestStage) => ({
  files: [
    { name: "fast", path: join(stage.world, "fast") },
    { name: "slow", path: join(stage.world, "slow"), seconds: 3 },
    { name: "never", path: join(stage.world, "never"), after: ["slow"] },
  ],
});

/** Begins a deploy and waits until a resource is being created and another is there. */
async function beginSlowDeploy(stage: TestStage, signal: AbortSignal) {
  await stage.plan(slowPlan(stage));
  const started: EngineProcess[] = [];
  const running = createPulumiEngine(stage.tools).deploy(
    stage.order({ signal, started: (process) => started.push(process) }),
  );
  await until(async () => (await textOf(join(stage.world, "slow.creations"))) !== null);
  await until(async () => (await namesIn(stage)).includes("fast"));
  return { running, started };
}

async function namesIn(stage: TestStage): Promise<string[]> {
  const state = await stage.checkpoint();
  return (state?.checkpoint.latest?.resources ?? []).map((resource) => resource.urn.split("::").at(-1) ?? "");
}

const locksOf = (stage: TestStage) =>
  readdir(join(stage.folder, "home/.pulumi/locks/organization/files/pr-7")).catch((): string[] => []);

it("cancelled: waits for what is being created, records it, begins nothing new, leaves no lock", async () => {
  await using stage = await makeTestStage();
  const cancel = new AbortController();
  const { running } = await beginSlowDeploy(stage, cancel.signal);
  cancel.abort();

  const result = await running;
  expect(result).toMatchObject({ outcome: "cancelled", pending: [] });
  const statuses = Object.fromEntries(result.changeSet.changes.map(({ name, status }) => [name, status]));
  expect(statuses).toEqual({ fast: "done", slow: "done" });
  expect(await namesIn(stage)).toEqual(expect.arrayContaining(["fast", "slow"]));
  expect(await textOf(join(stage.world, "slow"))).toBe("");
  expect(await locksOf(stage)).toEqual([]);

  const next = await createPulumiEngine(stage.tools).deploy(stage.order());
  expect(next.changeSet.counts).toMatchObject({ create: 1, same: 2 });
});

it("cancelled before it began: no engine, no change", async () => {
  await using stage = await makeTestStage();
  await stage.plan(slowPlan(stage));
  const started: EngineProcess[] = [];
  const order = stage.order({ signal: AbortSignal.abort(), started: (process) => started.push(process) });
  expect(await createPulumiEngine(stage.tools).deploy(order)).toMatchObject({ outcome: "cancelled" });
  expect(started).toEqual([]);
});

it("killed: the next deploy is not held up by the dead engine's lock, and settles the creation that was cut off", async () => {
  await using stage = await makeTestStage();
  const { running, started } = await beginSlowDeploy(stage, new AbortController().signal);
  const [engine] = started;
  process.kill(engine?.pid ?? 0, "SIGKILL");
  const killed = await running;
  // Language host and providers have process groups of their own and outlive the engine; they are found by its mark.
  expect(await killMarked(engine?.mark ?? "")).toBeGreaterThan(0);
  expect(killed).toMatchObject({ outcome: "failed" });
  expect(killed.pending).toEqual([{ urn: expect.stringMatching(/::slow$/u), type: "creating" }]);
  expect(await locksOf(stage)).toHaveLength(1);

  const next = await createPulumiEngine(stage.tools).deploy(stage.order());
  expect(next.outcome).toBe("succeeded");
  expect(next.pending).toEqual(killed.pending);
  // The engine makes it a second time, which is why the operation is reported, and would keep the entry for ever.
  expect(await textOf(join(stage.world, "slow.creations"))).toBe("created\ncreated\n");
  expect((await stage.checkpoint())?.checkpoint.latest?.pending_operations ?? []).toEqual([]);

  expect(await createPulumiEngine(stage.tools).deploy(stage.order())).toMatchObject({
    outcome: "succeeded",
    pending: [],
    changeSet: { changes: [], diagnostics: [] },
  });
});

it("killed: a removal names what may exist unknown to the state", async () => {
  await using stage = await makeTestStage();
  const { running, started } = await beginSlowDeploy(stage, new AbortController().signal);
  const [engine] = started;
  process.kill(engine?.pid ?? 0, "SIGKILL");
  await running;
  await killMarked(engine?.mark ?? "");

  const removed = await createPulumiEngine(stage.tools).remove(stage.order({ directory: null }));
  expect(removed.outcome).toBe("succeeded");
  expect(removed.pending).toEqual([{ urn: expect.stringMatching(/::slow$/u), type: "creating" }]);
  expect(stage.log).toContainEqual(expect.stringMatching(/cut off while creating slow/u));
  expect((await stage.checkpoint())?.checkpoint.latest?.pending_operations ?? []).toEqual([]);
});

it("does not touch the lock of an engine that lives", async () => {
  await using stage = await makeTestStage();
  await stage.plan({ files: [] });
  await createPulumiEngine(stage.tools).deploy(stage.order());
  const lock = {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: new Date().toISOString(),
  };
  const path = join(
    stage.folder,
    "home/.pulumi/locks/organization/files/pr-7/11111111-1111-4111-8111-111111111111.json",
  );
  await writeWhole(path, JSON.stringify(lock));
  await expect(createPulumiEngine(stage.tools).deploy(stage.order())).rejects.toMatchObject({ name: "Failure" });
  expect(JSON.parse(await readFile(path, "utf8"))).toEqual(lock);
});
