import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { Failure } from "../../src/failure.ts";
import { parseS3Address } from "../../src/home/objects/s3-address.ts";
import { createS3Objects } from "../../src/home/objects/s3.ts";
import { createCacheClient } from "../../src/lock/cache-client.ts";
import { createCacheLockStore } from "../../src/lock/cache-store.ts";
import { createFileLockStore } from "../../src/lock/file-store.ts";
import { acquireLock } from "../../src/lock/lock.ts";
import type { LockStore } from "../../src/lock/lock-store.ts";
import { createObjectLockStore } from "../../src/lock/object-store.ts";
import { describeOwnProcess } from "../../src/lock/owner-process.ts";
import type { LockTiming } from "../../src/lock/timing.ts";
import { ownerOf } from "./lock-record.ts";

/** What one process of contenders does: in every round, all of its contenders want the lock of that round's stage. */
export type Contest = {
  readonly store: string;
  readonly name: string;
  readonly contenders: number;
  readonly rounds: number;
  /** Round `n` begins in all processes at `startAt + n * roundMs`, milliseconds since the epoch. */
  readonly startAt: number;
  readonly roundMs: number;
  readonly holdMs: number;
  readonly timeoutSeconds: number;
  readonly timing: Partial<LockTiming>;
  /** Moves what this process takes for the time of day. */
  readonly clockSkewMs: number;
  /** Lines `round enter|leave|lost|locked|failed name fence`, in the order in which they happened: the file is opened for appending. */
  readonly judge: string;
};

/** Opens a store by an address that can be handed to another process: a folder, `s3://…`, or a cache service's, `TOKEN@http://…`. */
export function openLockStore(address: string): LockStore {
  const [token, url] = address.split("@", 2);
  if (url?.startsWith("http://") === true) {
    return createCacheLockStore(createCacheClient({ url, token: token ?? "" }, { requestMs: 5000 }));
  }
  return address.startsWith("s3://")
    ? createObjectLockStore(createS3Objects(parseS3Address(address)))
    : createFileLockStore(address);
}

async function contend(contest: Contest): Promise<void> {
  const store = openLockStore(contest.store);
  const self = await describeOwnProcess();
  const tell = (words: readonly (string | number)[]) => appendFileSync(contest.judge, `${words.join(" ")}\n`);
  const silent = { info: () => {}, warning: () => {}, error: () => {}, debug: () => {} };

  async function turn(round: number, name: string): Promise<void> {
    try {
      await using lock = await acquireLock({
        store,
        key: { app: "race", stage: `round-${round}` },
        command: "deploy",
        owner: ownerOf({ ...self, token: `${name}-${round}`, actor: name }),
        log: silent,
        signal: new AbortController().signal,
        timeoutSeconds: contest.timeoutSeconds,
        timing: contest.timing,
        now: () => new Date(Date.now() + contest.clockSkewMs),
      });
      tell([round, "enter", name, lock.record.fence]);
      await sleep(contest.holdMs);
      tell([round, lock.lost.aborted ? "lost" : "leave", name, lock.record.fence]);
    } catch (error) {
      tell([round, error instanceof Failure && error.code === "locked" ? "locked" : "failed", name, String(error)]);
    }
  }

  for (let round = 0; round < contest.rounds; round += 1) {
    await sleep(Math.max(0, contest.startAt + round * contest.roundMs - Date.now()));
    await Promise.all(
      Array.from({ length: contest.contenders }, (_, index) => turn(round, `${contest.name}.${index}`)),
    );
  }
}

const order = process.argv[2];
if (process.argv[1] === import.meta.filename && order !== undefined) {
  await contend(JSON.parse(order));
}
