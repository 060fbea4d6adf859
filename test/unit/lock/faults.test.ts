import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

import { Failure } from "../../../src/failure.ts";
import { createFileLockStore } from "../../../src/lock/file-store.ts";
import { acquireLock, type LockOrder } from "../../../src/lock/lock.ts";
import { type LockStore, StoreUnavailable } from "../../../src/lock/lock-store.ts";
import { ownerOf } from "../../support/lock-record.ts";
import { createLogLines } from "../../support/log-lines.ts";

const key = { app: "shop", stage: "pr-12" };
const unavailable = new StoreUnavailable({ code: "home-unavailable", message: "S3 said 503.", next: "Again." });

/** What happens to a write: it never reaches the store, or its answer is lost or is a refusal although it happened. */
type WriteFault = "not done" | "refused" | "done, not answered" | "done, then silence" | "done, answered as refused";

let store: LockStore;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-faults-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  store = createFileLockStore(folder);
});

/** The store, whose writes and reads meet the given faults, one each as long as there are some. */
function faulty(writeFaults: WriteFault[], readFaults: unknown[] = []): LockStore {
  async function write<Answer>(act: () => Promise<Answer | null>): Promise<Answer | null> {
    const fault = writeFaults.shift();
    if (fault === "not done") {
      throw unavailable;
    }
    if (fault === "refused") {
      return null;
    }
    const answer = await act();
    if (fault === "done, not answered") {
      throw unavailable;
    }
    return fault === "done, then silence" ? new Promise(() => {}) : fault === undefined ? answer : null;
  }
  return {
    ...store,
    read: async (wanted) => {
      const fault = readFaults.shift();
      if (fault !== undefined) {
        throw fault;
      }
      return store.read(wanted);
    },
    create: (wanted, record) => write(() => store.create(wanted, record)),
    replace: (wanted, record, version) => write(() => store.replace(wanted, record, version)),
  };
}

function orderOn(faultyStore: LockStore, own: Partial<LockOrder> = {}): LockOrder {
  return {
    store: faultyStore,
    key,
    command: "deploy",
    owner: ownerOf({ token: "mine" }),
    log: createLogLines(),
    signal: new AbortController().signal,
    timeoutSeconds: 10,
    timing: { requestSeconds: 0.3, pollSeconds: 0.2 },
    ...own,
  };
}

const faults: readonly WriteFault[] = [
  "not done",
  "refused",
  "done, not answered",
  "done, then silence",
  "done, answered as refused",
];

describe.each(faults)("a write that is %s", (fault) => {
  it("keeps nobody from the lock, and gives it to nobody twice", async () => {
    const lock = await acquireLock(orderOn(faulty([fault])));
    expect((await store.read(key))?.record).toMatchObject({ fence: 1, owner: { token: "mine" }, releasedAt: null });
    await lock.release();
    await using next = await acquireLock(orderOn(faulty([fault]), { owner: ownerOf({ token: "next" }) }));
    expect(next.record.fence).toBe(2);
  });

  it("does not lose a lock that is renewed", async () => {
    const writes: WriteFault[] = [];
    const timing = { leaseSeconds: 4, requestSeconds: 0.3 };
    const lock = await acquireLock(orderOn(faulty(writes), { timing }));
    writes.push(fault, fault);
    await expect.poll(() => writes.length, { timeout: 10_000 }).toBe(0);
    const before = await store.read(key);
    await expect.poll(async () => (await store.read(key))?.version, { timeout: 10_000 }).not.toBe(before?.version);
    expect(lock.lost.aborted).toBe(false);
    await lock.release();
  });

  it("does not keep a lock from being released", async () => {
    const writes: WriteFault[] = [];
    const log = createLogLines();
    const lock = await acquireLock(orderOn(faulty(writes), { log }));
    writes.push(fault);
    await lock.release();
    expect((await store.read(key))?.record.releasedAt).not.toBeNull();
    expect(log.lines).toEqual([]);
  });
});

it("reads again what was not answered", async () => {
  await using lock = await acquireLock(orderOn(faulty([], [unavailable, new Error("socket hang up")])));
  expect(lock.record.fence).toBe(1);
});

it("gives up at once when no further try can help", async () => {
  const denied = new Failure({ code: "access-denied", message: "No.", next: "Ask." });
  await expect(acquireLock(orderOn(faulty([], [denied])))).rejects.toBe(denied);
});

it("is lost when it cannot be renewed for half its lease, and then only says so", async () => {
  const log = createLogLines();
  const writes: WriteFault[] = [];
  const lock = await acquireLock(orderOn(faulty(writes), { log, timing: { leaseSeconds: 1, requestSeconds: 0.1 } }));
  writes.push(...Array.from({ length: 100 }, (): WriteFault => "not done"));
  await expect.poll(() => lock.lost.aborted, { timeout: 5000 }).toBe(true);
  expect(lock.lost.reason).toMatchObject({ code: "lock-lost", message: expect.stringContaining("renewed for 0.5 s") });
  await lock.release();
  expect(log.lines.filter((line) => line.startsWith("warning"))).toEqual([
    expect.stringContaining("There is no lock to release"),
  ]);
  expect((await store.read(key))?.record.releasedAt).toBeNull();
});

it("says when a lock that could not be released is free", async () => {
  const log = createLogLines();
  const denied = new Failure({ code: "access-denied", message: "Credentials expired.", next: "Ask." });
  const refusing = { ...store, replace: () => Promise.reject(denied) };
  const lock = await acquireLock(orderOn(refusing, { log }));
  await lock.release();
  expect(log.lines).toEqual([expect.stringMatching(/could not be released: .*Credentials expired.*at most 120 s/)]);
});

it("gives back at once what a cancelled run got", async () => {
  const cancel = new AbortController();
  const slow: LockStore = {
    ...store,
    create: async (wanted, record) => {
      cancel.abort();
      return store.create(wanted, record);
    },
  };
  await expect(acquireLock(orderOn(slow, { signal: cancel.signal }))).rejects.toMatchObject({ code: "cancelled" });
  expect((await store.read(key))?.record.releasedAt).not.toBeNull();
});
