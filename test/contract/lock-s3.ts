import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";

import { acquireLock } from "../../src/lock/lock.ts";
import { openLockStore } from "../support/lock-contender.ts";
import { createRandomFaults } from "../support/random-faults.ts";
import { type Fault, type ProxiedRequest, startFaultProxy } from "../support/s3-fault-proxy.ts";
import { type S3Server, s3Environment } from "../support/s3-servers.ts";
import { holdContest, testLockContest } from "./lock-contest.ts";
import { orderOf, testLockStore } from "./lock.ts";

/** All that locks in S3 promise, on one server, also when a proxy makes requests go wrong. */
export function testLockInS3(name: string, start: () => Promise<S3Server>): void {
  let server: S3Server | undefined;
  const addressAt = (endpoint: string) => `s3://locks/${name}?endpoint=${endpoint}&region=us-east-1`;
  const address = () => addressAt(server?.endpoint ?? "");

  beforeAll(async () => {
    Object.assign(process.env, s3Environment);
    server = await start();
    await server.createBucket("locks");
  }, 300_000);
  afterAll(() => server?.stop());

  async function proxied(choose: (asked: ProxiedRequest) => Fault | null, delayMs = 0) {
    const proxy = await startFaultProxy({ endpoint: server?.endpoint ?? "", delayMs, choose });
    onTestFinished(() => proxy.stop());
    return { proxy, address: addressAt(proxy.endpoint) };
  }

  testLockStore(name, () => openLockStore(address()));
  testLockContest(name, address);

  it("takes three requests to lock and unlock", async () => {
    const { proxy, address: through } = await proxied(() => null, 20);
    const store = openLockStore(through);
    for (const fence of [1, 2]) {
      const before = proxy.requests.length;
      const lock = await acquireLock(orderOf(store, "requests"));
      await lock.release();
      expect(lock.record.fence).toBe(fence);
      expect(proxy.requests.slice(before).map(({ method }) => method)).toEqual(["GET", "PUT", "PUT"]);
    }
  });

  it("has one holder at every moment while a fifth of all requests goes wrong", { timeout: 120_000 }, async () => {
    const { proxy, address: through } = await proxied(
      createRandomFaults({ seed: 20_261_125, share: 0.2, silence: true }),
      5,
    );
    const timing = { pollSeconds: 0.5, requestSeconds: 1 };
    const rules = { processes: 3, contenders: 4, rounds: 1, roundMs: 0, timeoutSeconds: 90, timing };
    const verdict = await holdContest(through, rules);
    expect(verdict).toMatchObject({ wrong: [], failed: [], locked: 0, turns: 12 });
    expect(proxy.faults()).toBeGreaterThan(4);
  });
}
