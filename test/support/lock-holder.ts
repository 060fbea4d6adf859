import { once } from "node:events";

import { acquireLock } from "../../src/lock/lock.ts";
import { describeOwnProcess } from "../../src/lock/owner-process.ts";
import type { LockTiming } from "../../src/lock/timing.ts";
import { openLockStore } from "./lock-contender.ts";
import { ownerOf } from "./lock-record.ts";

/** One process that holds a lock until it loses it or is ended. */
export type HolderOrder = {
  readonly store: string;
  readonly stage: string;
  readonly kind: "run" | "person";
  readonly timing: Partial<LockTiming>;
};

/** Tells the test, a line each: `held`, then `lost: …` and what the log says. */
async function hold(order: HolderOrder): Promise<void> {
  const tell = (text: string) => process.stdout.write(`${text}\n`);
  const lock = await acquireLock({
    store: openLockStore(order.store),
    key: { app: "shop", stage: order.stage },
    command: "deploy",
    owner: ownerOf({ ...(await describeOwnProcess()), token: "holder", actor: "holder", kind: order.kind }),
    log: { info: tell, warning: tell, error: tell, debug: () => {} },
    signal: new AbortController().signal,
    timeoutSeconds: 10,
    timing: order.timing,
  });
  // What a run does under its lock keeps its process alive.
  const work = setInterval(() => {}, 1000);
  tell("held");
  await once(lock.lost, "abort");
  tell(`lost: ${String(lock.lost.reason)}`);
  await lock.release();
  clearInterval(work);
}

const order = process.argv[2];
if (process.argv[1] === import.meta.filename && order !== undefined) {
  await hold(JSON.parse(order));
}
