import { beforeEach, expect, it, vi } from "vitest";

import type { LockOrder } from "../../../src/lock/lock-order.ts";
import type { LockStore } from "../../../src/lock/lock-store.ts";
import { createTakeOver, observe } from "../../../src/lock/take-over.ts";
import { ownerOf, recordOf } from "../../support/lock-record.ts";
import { createLogLines } from "../../support/log-lines.ts";

const store: LockStore = {
  read: async () => null,
  create: async () => null,
  replace: async () => null,
  ownerIsGone: null,
  tickets: { read: async () => null, write: async () => undefined },
};

function orderWith(own: Partial<LockOrder>): LockOrder {
  return {
    store,
    key: { app: "shop", stage: "pr-12" },
    command: "deploy",
    owner: ownerOf({ token: "mine" }),
    log: createLogLines(),
    signal: new AbortController().signal,
    timeoutSeconds: 600,
    ...own,
  };
}

const seconds = (count: number) => vi.advanceTimersByTime(count * 1000);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  return () => vi.useRealTimers();
});

it("counts a lease from when this very version was seen first", async () => {
  const takeOver = createTakeOver(orderWith({}));
  const first = observe(null, { record: recordOf(), version: "1" });
  seconds(119);
  expect(await takeOver(observe(first, { record: recordOf(), version: "1" }))).toBeNull();
  const renewed = observe(first, { record: recordOf({ revision: 2 }), version: "2" });
  seconds(119);
  expect(await takeOver(observe(renewed, { record: recordOf({ revision: 2 }), version: "2" }))).toBeNull();
  seconds(1);
  expect(await takeOver(renewed)).toBe("it was not renewed for 120 s");
});

it("counts what the store says that a version was old at the first look", async () => {
  const takeOver = createTakeOver(orderWith({ engineGrace: async () => 60 }));
  const seen = observe(null, { record: recordOf(), version: "1", ageSeconds: 100 });
  seconds(79);
  expect(await takeOver(observe(seen, { record: recordOf(), version: "1", ageSeconds: 179 }))).toBeNull();
  seconds(1);
  expect(await takeOver(seen)).toBe("it was not renewed for 180 s");
});

it("gives a killed run's post its time from when its process was seen to be gone, however old the lock is", async () => {
  const takeOver = createTakeOver(orderWith({ store: { ...store, ownerIsGone: async () => true } }));
  const record = recordOf({ owner: ownerOf({ token: "theirs", kind: "run" }) });
  const seen = observe(null, { record, version: "1", ageSeconds: 29 });
  expect(await takeOver(seen)).toBeNull();
  seconds(5);
  expect(await takeOver(seen)).toBe("its process has ended");
});

it("asks about the owner at most once a minute, and not before the lock was quiet for a while", async () => {
  const asked: number[] = [];
  const order = orderWith({
    ownerIsGone: async (_record, { unchangedSeconds }) => {
      asked.push(Math.round(unchangedSeconds));
      return asked.length === 2;
    },
  });
  const takeOver = createTakeOver(order);
  const seen = observe(null, { record: recordOf(), version: "1" });
  const answers: (string | null)[] = [];
  for (let second = 0; second < 110; second += 1) {
    answers.push(await takeOver(seen));
    seconds(1);
  }
  expect(asked).toEqual([45, 105]);
  expect(answers.filter((answer) => answer !== null)).toEqual(["its job has ended"]);
});

it("takes a question that failed for no proof", async () => {
  const log = createLogLines();
  const takeOver = createTakeOver(orderWith({ log, ownerIsGone: () => Promise.reject(new Error("403")) }));
  const seen = observe(null, { record: recordOf(), version: "1" });
  seconds(60);
  expect(await takeOver(seen)).toBeNull();
  expect(log.lines).toEqual([expect.stringContaining("403")]);
});

it("leaves a killed run's lock to its post step for some seconds, and a person's not", async () => {
  const takeOver = createTakeOver(orderWith({ store: { ...store, ownerIsGone: async () => true } }));
  const run = observe(null, { record: recordOf(), version: "1" });
  const person = observe(null, { record: recordOf({ owner: ownerOf({ kind: "person" }) }), version: "1" });
  expect(await takeOver(run)).toBeNull();
  expect(await takeOver(person)).toBe("its process has ended");
  seconds(5);
  expect(await takeOver(run)).toBe("its process has ended");
});
