import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createCacheClient } from "../../src/lock/cache-client.ts";
import { createCacheLockStore } from "../../src/lock/cache-store.ts";
import { acquireLock } from "../../src/lock/lock.ts";
import type { LockStore } from "../../src/lock/lock-store.ts";
import { type CacheService, startCacheService } from "../support/cache-service.ts";
import { openLockStore } from "../support/lock-contender.ts";
import { createLogLines } from "../support/log-lines.ts";
import { testLockContest } from "./lock-contest.ts";
import { orderOf, testLockStore } from "./lock.ts";

let service: CacheService;
beforeAll(async () => {
  service = await startCacheService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** A run of a ref, which may read `others` besides. */
function accessOf(ref: string, others: readonly string[] = [], may: "write" | "read" = "write") {
  const given = service.environment([ref, ...others], may);
  return { url: given["ACTIONS_RESULTS_URL"] ?? "", token: given["ACTIONS_RUNTIME_TOKEN"] ?? "" };
}

function storeOf(...access: Parameters<typeof accessOf>): LockStore {
  return createCacheLockStore(createCacheClient(accessOf(...access), { requestMs: 5000 }));
}

const addressOf = (ref: string) => `${accessOf(ref).token}@${accessOf(ref).url}`;

testLockStore("the cache", () => storeOf("refs/heads/main"));
testLockContest("the cache", () => addressOf("refs/heads/contest"));

describe("in GitHub's cache", () => {
  const once = { timeoutSeconds: 0 };

  it("excludes runs of one ref, and not those of another", async () => {
    await using held = await acquireLock(orderOf(storeOf("refs/pull/1/merge"), "apart"));
    expect(held.record.fence).toBe(1);
    await expect(acquireLock(orderOf(storeOf("refs/pull/1/merge"), "apart", once))).rejects.toMatchObject({
      code: "locked",
    });
    await using other = await acquireLock(orderOf(storeOf("refs/pull/2/merge"), "apart", once));
    expect(other.record.fence).toBe(1);
  });

  it("tells a token that may only read from everything else", async () => {
    const order = orderOf(storeOf("refs/heads/main", [], "read"), "read-only", once);
    await expect(acquireLock(order)).rejects.toMatchObject({ code: "lock-read-only" });
  });

  it("passes over what a run began and never finished", async () => {
    const client = createCacheClient(accessOf("refs/heads/main"), { requestMs: 5000 });
    const begun: string[] = [];
    const dying = createCacheLockStore({
      ...client,
      store: async (key) => {
        begun.push(key);
        const { url, token } = accessOf("refs/heads/main");
        await fetch(`${url}twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}` },
          body: JSON.stringify({ key, version: "5a1c0de1".repeat(8) }),
        });
        return new Promise(() => undefined);
      },
    });
    const ended = new AbortController();
    const lost = acquireLock(orderOf(dying, "dying", { signal: ended.signal, timing: { requestSeconds: 0.2 } })).catch(
      () => null,
    );
    await expect.poll(() => begun.length).toBe(1);
    ended.abort();
    await lost;
    const log = createLogLines();
    const store = createCacheLockStore(client, 3);
    await using lock = await acquireLock(orderOf(store, "dying", { log }));
    expect(lock.record.fence).toBe(1);
  });

  it("begins anew where GitHub evicted it, and the old holder finds out", async () => {
    const store = storeOf("refs/heads/main");
    const held = await acquireLock(orderOf(store, "evicted", { timing: { leaseSeconds: 1 } }));
    service.evict();
    await expect.poll(() => held.lost.aborted, { timeout: 5000 }).toBe(true);
    await using next = await acquireLock(orderOf(openLockStore(addressOf("refs/heads/main")), "evicted", once));
    expect(next.record.fence).toBe(1);
    await held.release();
  });
});
