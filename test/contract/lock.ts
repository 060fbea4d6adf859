import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it, onTestFinished } from "vitest";

import { Failure } from "../../src/failure.ts";
import { breakLock, readHolder } from "../../src/lock/break-lock.ts";
import { acquireLock, type LockOrder } from "../../src/lock/lock.ts";
import type { LockOwner } from "../../src/lock/lock-record.ts";
import type { LockStore } from "../../src/lock/lock-store.ts";
import { processStart } from "../../src/lock/machine.ts";
import { describeOwnProcess } from "../../src/lock/owner-process.ts";
import { resumeLock } from "../../src/lock/resume-lock.ts";
import type { Place } from "../../src/lock/ticket.ts";
import { ownerOf, recordOf } from "../support/lock-record.ts";
import { createLogLines } from "../support/log-lines.ts";

/** An order that only says what a test is about. */
export function orderOf(
  store: LockStore,
  stage: string,
  own: Partial<LockOrder> & { readonly actor?: string } = {},
): LockOrder {
  const owner: LockOwner = ownerOf({ token: randomUUID(), actor: own.actor ?? "mona" });
  return {
    store,
    key: { app: "shop", stage },
    command: "deploy",
    owner,
    log: createLogLines(),
    signal: new AbortController().signal,
    timeoutSeconds: 30,
    ...own,
  };
}

/** What every store promises, and what a lock is on each of them. `open` gives a store that other calls of it share. */
export function testLockStore(name: string, open: () => LockStore): void {
  describe(`lock on ${name}`, () => {
    it("stores a record once, and replaces only the version that was named", async () => {
      const store = open();
      const key = { app: "shop", stage: "swap" };
      expect(await store.read(key)).toBeNull();
      const first = await store.create(key, recordOf({ revision: 1 }));
      expect(await store.create(key, recordOf({ revision: 2 }))).toBeNull();
      const second = await store.replace(key, recordOf({ revision: 3 }), first?.version ?? "");
      expect(second).not.toBeNull();
      expect(await store.replace(key, recordOf({ revision: 4 }), first?.version ?? "")).toBeNull();
      expect(await store.read(key)).toEqual({ record: recordOf({ revision: 3 }), version: second?.version });
      expect(await store.replace({ ...key, stage: "other" }, recordOf(), first?.version ?? "")).toBeNull();
    });

    it("lets one of many win", async () => {
      const store = open();
      const key = { app: "shop", stage: "many" };
      const many = <Result>(act: (index: number) => Promise<Result | null>) =>
        Promise.all(Array.from({ length: 20 }, (_, index) => act(index))).then((all) =>
          all.filter((one) => one !== null),
        );
      const [first, ...others] = await many((index) => store.create(key, recordOf({ revision: index })));
      expect(others).toEqual([]);
      const winners = await many((index) =>
        store.replace(key, recordOf({ revision: 100 + index }), first?.version ?? ""),
      );
      expect(winners).toHaveLength(1);
      expect(await store.read(key)).toEqual(winners[0]);
    });

    it("counts its holders, also over releases", async () => {
      const store = open();
      for (const fence of [1, 2, 3]) {
        await using lock = await acquireLock(orderOf(store, "count"));
        expect(lock.record.fence).toBe(fence);
      }
      expect(await readHolder(store, { app: "shop", stage: "count" })).toBeNull();
    });

    it("tells who holds it when the time to wait is over", async () => {
      const store = open();
      const held = await acquireLock(orderOf(store, "busy", { actor: "hubot" }));
      const log = createLogLines();
      await expect(acquireLock(orderOf(store, "busy", { timeoutSeconds: 1, log }))).rejects.toMatchObject({
        code: "locked",
        message: expect.stringMatching(
          /stage busy of shop is locked: deploy by hubot, pull request #12, https:\S+, since .+ UTC\. It was waited for 1 s\./,
        ),
        next: expect.stringContaining("stagewright unlock --stage busy --app"),
      });
      expect(
        log.lines.filter((line) => line.includes("Waiting for the lock of stage busy of shop: deploy by hubot")),
      ).toHaveLength(1);
      await held.release();
    });

    it("gives twenty who wait their turns, one at a time", async () => {
      const store = open();
      let holders = 0;
      const turns = await Promise.all(
        Array.from({ length: 20 }, async () => {
          await using lock = await acquireLock(orderOf(store, "queue", { timing: { pollSeconds: 0.3 } }));
          holders += 1;
          const together = holders;
          await sleep(10);
          holders -= 1;
          return { together, fence: lock.record.fence };
        }),
      );
      expect(turns.map(({ together }) => together)).toEqual(Array.from({ length: 20 }, () => 1));
      expect(turns.map(({ fence }) => fence).sort((one, other) => one - other)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    });

    it.each([-10, 0, 10])("takes over what nobody renews, whose clock is %i minutes off", async (minutes) => {
      const store = open();
      const stage = `silent${minutes}`;
      const at = new Date(Date.now() + minutes * 60_000).toISOString();
      const silent = recordOf({ stage, since: at, renewedAt: at, fence: 7, leaseSeconds: 1 });
      await store.create({ app: "shop", stage }, silent);
      const log = createLogLines();
      const started = performance.now();
      await using lock = await acquireLock(orderOf(store, stage, { log, timing: { pollSeconds: 0.2 } }));
      expect(performance.now() - started).toBeGreaterThanOrEqual(1000);
      expect(lock.record.fence).toBe(8);
      expect(log.lines.join("\n")).toMatch(
        /Taking over the lock of stage silent\S+ of shop \(deploy by mona.+\): it was not renewed/,
      );
    });

    it("adds the engine's grace to a lease that ran out", async () => {
      const store = open();
      await store.create({ app: "shop", stage: "grace" }, recordOf({ stage: "grace", leaseSeconds: 0.5 }));
      const waiting = { timing: { pollSeconds: 0.2 }, engineGrace: async () => 60 };
      await expect(acquireLock(orderOf(store, "grace", { ...waiting, timeoutSeconds: 1.5 }))).rejects.toMatchObject({
        code: "locked",
      });
    });

    it.each([-10, 10])("never takes what is renewed, with clocks %i minutes apart", async (minutes) => {
      const store = open();
      const stage = `alive${minutes}`;
      const timing = { leaseSeconds: 2, pollSeconds: 0.2 };
      await using lock = await acquireLock(orderOf(store, stage, { timing }));
      const now = () => new Date(Date.now() + minutes * 60_000);
      await expect(acquireLock(orderOf(store, stage, { timing, now, timeoutSeconds: 3 }))).rejects.toMatchObject({
        code: "locked",
      });
      expect(lock.lost.aborted).toBe(false);
    });

    it("is not waited for by a cancelled run", async () => {
      const store = open();
      const held = await acquireLock(orderOf(store, "cancelled"));
      const cancel = new AbortController();
      const waiting = acquireLock(orderOf(store, "cancelled", { signal: cancel.signal, timing: { pollSeconds: 60 } }));
      setTimeout(() => cancel.abort(), 100);
      await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
      await held.release();
    });

    it("is broken by hand with a reason, which the holder is told", async () => {
      const store = open();
      const key = { app: "shop", stage: "broken" };
      const log = createLogLines();
      const lock = await acquireLock(orderOf(store, "broken", { actor: "hubot", log, timing: { leaseSeconds: 2 } }));
      const holder = await readHolder(store, key);
      expect(holder?.owner.actor).toBe("hubot");
      const order = { store, key, holder: holder ?? recordOf(), by: "mona", reason: "the runner burnt down", log };
      await breakLock(order);
      await expect(breakLock(order)).rejects.toMatchObject({
        code: "lock-changed",
        message: expect.stringContaining("free"),
      });
      await using next = await acquireLock(orderOf(store, "broken"));
      expect(next.record).toMatchObject({ fence: 2, broken: { by: "mona", reason: "the runner burnt down" } });
      await expect.poll(() => lock.lost.aborted, { timeout: 5000 }).toBe(true);
      expect(lock.lost.reason).toMatchObject({
        code: "lock-lost",
        message: expect.stringMatching(/mona broke the lock of hubot at .+: the runner burnt down/),
      });
      await lock.release();
      expect(log.lines.at(-1)).toMatch(/^warning: There is no lock to release/);
      expect((await readHolder(store, key))?.fence).toBe(2);
    });

    it("is carried on by a later step of the same run, and by no other", async () => {
      const store = open();
      const key = { app: "shop", stage: "left" };
      const log = createLogLines();
      const left = recordOf({ stage: "left", owner: ownerOf({ token: "left" }), leaseSeconds: 2 });
      await store.create(key, left);
      expect(await resumeLock({ store, key, token: "another", log })).toBeNull();
      const lock = await resumeLock({ store, key, token: "left", log });
      expect(lock?.record).toMatchObject({ fence: 1, owner: { token: "left", pid: process.pid } });
      const waiter = orderOf(store, "left", { timeoutSeconds: 3, timing: { pollSeconds: 0.2 } });
      await expect(acquireLock(waiter)).rejects.toMatchObject({ code: "locked" });
      await lock?.release();
      expect(await readHolder(store, key)).toBeNull();
      expect(await resumeLock({ store, key, token: "left", log })).toBeNull();
    });

    it("is carried on by one process of a machine at a time", async () => {
      const store = open();
      const key = { app: "shop", stage: "minded" };
      const other = spawn("sleep", ["60"], { stdio: "ignore" });
      onTestFinished(() => {
        other.kill("SIGKILL");
      });
      const { host } = await describeOwnProcess();
      const start = await processStart(other.pid ?? 0);
      const process = { host, pid: other.pid ?? 0, processStartedAt: typeof start === "number" ? start : null };
      const owner = ownerOf({ token: "minded", ...process });
      await store.create(key, recordOf({ stage: "minded", owner, leaseSeconds: 60 }));
      const resuming = resumeLock({ store, key, token: "minded", log: createLogLines() });
      expect(await Promise.race([resuming, sleep(1500, "waits")])).toBe("waits");
      other.kill("SIGKILL");
      const lock = await resuming;
      expect(lock?.record.owner).toMatchObject({ token: "minded", pid: globalThis.process.pid });
      await lock?.release();
    });

    describe("a deploy that finds a newer one waiting", () => {
      const timing = { pollSeconds: 0.1 };
      const waiter = (store: LockStore, stage: string, own: Pick<Place, "run"> & Partial<Place>) =>
        acquireLock(
          orderOf(store, stage, {
            timing,
            timeoutSeconds: 3,
            place: { origin: "branch main", commit: `${own.run}`.repeat(8), givesWay: true, ...own },
          }),
        ).then(
          async (lock) => {
            await lock.release();
            return "held";
          },
          (error: unknown) => (error instanceof Failure ? error.code : String(error)),
        );

      it("gives way, whoever came first, and leaves the holder alone", async () => {
        const store = open();
        const held = await acquireLock(orderOf(store, "newest"));
        const all = [8, 10, 9].map((run) => waiter(store, "newest", { run }));
        await sleep(1500);
        expect(held.lost.aborted).toBe(false);
        await held.release();
        expect(await Promise.all(all)).toEqual(["superseded", "held", "superseded"]);
      });

      it.each([
        { why: "another origin", own: { origin: "branch other" } },
        { why: "a re-run", own: { givesWay: false } },
        { why: "the same commit", own: { commit: "9".repeat(8) } },
      ])("waits on for $why", async ({ why, own }) => {
        const store = open();
        const stage = why.replaceAll(" ", "-");
        const held = await acquireLock(orderOf(store, stage));
        const all = [waiter(store, stage, { run: 8, ...own }), waiter(store, stage, { run: 9 })];
        await sleep(1000);
        await held.release();
        expect(await Promise.all(all)).toEqual(["held", "held"]);
      });

      it("does not give way to a dead one, and writes over its ticket for the next", async () => {
        const store = open();
        const key = { app: "shop", stage: "dead" };
        const place = { origin: "branch main", run: 99, commit: "dead" };
        const { token, repository, link } = ownerOf({ token: "dead" });
        await store.tickets.write(key, { version: 1, token, repository, link, ...place, beat: 5 }, null);
        const held = await acquireLock(orderOf(store, "dead"));
        const all = [waiter(store, "dead", { run: 8 }), waiter(store, "dead", { run: 9 })];
        await sleep(2200);
        await held.release();
        expect(await Promise.all(all)).toEqual(["superseded", "held"]);
      });
    });
  });
}
