import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { describe, expect, it, onTestFinished } from "vitest";

import { acquireLock } from "../../src/lock/lock.ts";
import type { LockTiming } from "../../src/lock/timing.ts";
import { type Contest, openLockStore } from "../support/lock-contender.ts";
import type { HolderOrder } from "../support/lock-holder.ts";
import { judge, type Verdict } from "../support/lock-judge.ts";
import { createLogLines } from "../support/log-lines.ts";
import { orderOf } from "./lock.ts";

/** Races in one run of the tests; the soak asks for 200. */
const races = Number(process.env["STAGEWRIGHT_LOCK_RACES"] ?? 2);
const processes = 10;

export type ContestRules = Pick<Contest, "contenders" | "rounds" | "roundMs" | "timeoutSeconds"> & {
  readonly processes: number;
  readonly timing: Partial<LockTiming>;
};

/** Lets contenders in several processes, of which every third has a clock that is 10 minutes off, fight for locks. */
export async function holdContest(store: string, rules: ContestRules): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-contest-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { processes: count, ...rest } = rules;
  // Processes need some time to start; those that are late only come late.
  const startAt = Date.now() + 2500;
  const contests = Array.from({ length: count }, (_, index): Contest => ({
    ...rest,
    store,
    name: `p${index}`,
    startAt,
    holdMs: 5,
    clockSkewMs: [0, 600_000, -600_000][index % 3] ?? 0,
    judge: join(folder, "judge"),
  }));
  const ends = await Promise.all(contests.map((contest) => once(start("lock-contender.ts", contest), "exit")));
  expect(ends.map(([code]) => code)).toEqual(contests.map(() => 0));
  return judge(join(folder, "judge"));
}

/** What only several processes can show. `address` gives the store's, as `openLockStore` reads it, when the tests run. */
export function testLockContest(name: string, address: () => string): void {
  describe(`lock on ${name}, between processes`, () => {
    it(
      `has one holder at every moment of ${races} races of 50 contenders in ${processes} processes`,
      { timeout: 60_000 + races * 5000 },
      async () => {
        const rules = { processes, contenders: 5, rounds: races, roundMs: 2000, timeoutSeconds: 0, timing: {} };
        const verdict = await holdContest(address(), rules);
        expect(verdict).toMatchObject({ wrong: [], failed: [], rounds: races });
        expect(verdict.turns + verdict.locked).toBe(races * 50);
      },
    );

    it("gives all of 20 who wait in 5 processes their turn", { timeout: 90_000 }, async () => {
      const timing = { pollSeconds: 0.5 };
      const rules = { processes: 5, contenders: 4, rounds: 1, roundMs: 0, timeoutSeconds: 60, timing };
      const verdict = await holdContest(address(), rules);
      expect(verdict).toMatchObject({ wrong: [], failed: [], locked: 0, turns: 20 });
    });

    it.skipIf(process.platform === "win32")("is lost by a holder that slept, who knows it when it wakes", async () => {
      const holder = startHolder({ store: address(), stage: "sleeper", kind: "run", timing: { leaseSeconds: 2 } });
      await holder.said(/^held$/);
      holder.process.kill("SIGSTOP");
      const store = openLockStore(address());
      const timing = { leaseSeconds: 60, pollSeconds: 0.2 };
      await using lock = await acquireLock(orderOf(store, "sleeper", { timing, log: createLogLines() }));
      holder.process.kill("SIGCONT");
      await holder.said(/^lost: .*lock of stage sleeper of shop was lost/);
      await holder.said(/^There is no lock to release/);
      expect((await store.read({ app: "shop", stage: "sleeper" }))?.record).toEqual(lock.record);
    });
  });
}

/** A process that holds a lock; `said` resolves when it has printed a line that matches. It is ended with the test. */
export function startHolder(order: HolderOrder) {
  const holder = start("lock-holder.ts", order);
  onTestFinished(() => {
    holder.kill("SIGKILL");
  });
  const lines: string[] = [];
  if (holder.stdout !== null) {
    createInterface({ input: holder.stdout }).on("line", (line) => lines.push(line));
  }
  return {
    process: holder,
    said: (pattern: RegExp) =>
      expect.poll(() => lines.find((line) => pattern.test(line)), { timeout: 10_000 }).toBeDefined(),
  };
}

function start(script: string, order: Contest | HolderOrder): ChildProcess {
  const file = join(import.meta.dirname, "..", "support", script);
  return spawn(process.execPath, [file, JSON.stringify(order)], { stdio: ["ignore", "pipe", "inherit"] });
}
