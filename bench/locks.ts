import { setTimeout as sleep } from "node:timers/promises";

import { createObjectLockStore } from "../src/lock/object-store.ts";
import { acquireLock, type HeldLock } from "../src/lock/lock.ts";
import { createS3Objects } from "../src/home/objects/s3.ts";
import { parseS3Address } from "../src/home/objects/s3-address.ts";
import { ownerOf } from "../test/support/lock-record.ts";
import { createLogLines } from "../test/support/log-lines.ts";
import { startFaultProxy } from "../test/support/s3-fault-proxy.ts";
import { type S3Server, s3Environment } from "../test/support/s3-servers.ts";
import { type Figures, median, round } from "./figure.ts";

const turns = 9;
const roundTripMs = 20;

/** What a stage's lock in a bucket 20 ms away costs, and how long a waiter waits after it was given back. */
export async function locks(server: S3Server): Promise<Figures> {
  Object.assign(process.env, s3Environment);
  await server.createBucket("bench-locks");
  const proxy = await startFaultProxy({ endpoint: server.endpoint, delayMs: roundTripMs });
  try {
    const objects = createS3Objects(
      parseS3Address(`s3://bench-locks/home?endpoint=${proxy.endpoint}&region=us-east-1`),
    );
    const store = createObjectLockStore(objects);
    const acquire = (stage: string, token: string): Promise<HeldLock> =>
      acquireLock({
        store,
        key: { app: "bench", stage },
        command: "deploy",
        owner: ownerOf({ token, job: null }),
        log: createLogLines(),
        signal: new AbortController().signal,
        timeoutSeconds: 60,
      });

    // The first use of a home asks whether its server honours conditions: once a run, whatever is locked.
    await (await acquire("warm", "a")).release();
    const before = proxy.requests.length;
    await (await acquire("free", "a")).release();
    const requests = proxy.requests.length - before;

    const handovers: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const held = await acquire("wanted", `holder-${turn}`);
      const next = acquire("wanted", `waiter-${turn}`).then((lock) => ({ lock, at: performance.now() }));
      await sleep(3000 + Math.random() * 1500);
      await held.release();
      const released = performance.now();
      const { lock, at } = await next;
      handovers.push((at - released) / 1000);
      await lock.release();
    }
    return {
      "lock-requests": {
        value: requests,
        bar: 3,
        unit: "requests",
        how: "to take a free lock in a bucket and give it back",
      },
      "lock-handover": {
        value: round(median(handovers)),
        bar: 2,
        unit: "s",
        how: `from the release of a lock in a bucket ${roundTripMs} ms away until a waiter has it; median of ${turns} turns`,
      },
    };
  } finally {
    await proxy.stop();
  }
}
