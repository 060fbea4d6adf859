import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { createFileLockStore } from "../../src/lock/file-store.ts";
import { acquireLock } from "../../src/lock/lock.ts";
import { createLogLines } from "../support/log-lines.ts";
import { startHolder, testLockContest } from "./lock-contest.ts";
import { orderOf, testLockStore } from "./lock.ts";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "stagewright-locks-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

testLockStore("files", () => createFileLockStore(directory));
testLockContest("files", () => directory);

// Elsewhere nobody can tell a process from a later one with its number, and the lease decides.
it.runIf(process.platform === "linux")("a killed process's file is taken over long before its lease ends", async () => {
  const holder = startHolder({ store: directory, stage: "killed", kind: "person", timing: { leaseSeconds: 600 } });
  await holder.said(/^held$/);
  holder.process.kill("SIGKILL");
  await once(holder.process, "exit");
  const log = createLogLines();
  const store = createFileLockStore(directory);
  await using lock = await acquireLock(orderOf(store, "killed", { log, timeoutSeconds: 10 }));
  expect(lock.record.fence).toBe(2);
  expect(log.lines.join("\n")).toContain("its process has ended");
});
