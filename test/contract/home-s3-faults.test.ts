import { describe, expect, it } from "vitest";

import { acquireLock } from "../../src/lock/lock.ts";
import { everyFault } from "../support/every-fault.ts";
import { deployOnce, openToChange, stateText } from "../support/fake-engine.ts";
import type { TestS3Home } from "../support/s3-home.ts";
import type { Fault, ProxiedRequest } from "../support/s3-fault-proxy.ts";
import { storedText, useS3Places } from "../support/s3-places.ts";
import { startVersitygw } from "../support/s3-servers.ts";
import { stageRecord } from "../support/stage-record.ts";
import { orderOf } from "./lock.ts";

const key = { app: "shop", stage: "pr-12" };
const silence = [{ name: "silence after it", fault: { kind: "silence", when: "after" } as Fault }];
const thread = { repository: 1, pullRequest: 12 };

describe("a new home, whose server fails at times", () => {
  const { newPlace, proxied } = useS3Places(startVersitygw);

  it.each([...everyFault, ...silence])(
    "is begun, used and emptied though every kind of request fails once with $name",
    { timeout: 120_000 },
    async ({ fault }) => {
      const kinds = await kindsOfRequests();
      expect(kinds.length).toBeGreaterThan(15);
      // Silence takes as long as its limit for a connection or a lock's request, for all at once.
      await inTurns(kinds, fault.kind === "silence" ? kinds.length : 4, async (kind) => {
        const at = newPlace();
        let isFirst = true;
        const proxy = await proxied((asked) => {
          const isIt = isFirst && kindOf(asked) === kind;
          isFirst &&= !isIt;
          return isIt ? fault : null;
        });
        await live(await at({ endpoint: proxy.endpoint, silenceMs: 3000 }), kind);
        expect(proxy.faults(), kind).toBeGreaterThanOrEqual(fault.kind === "silence" ? 0 : 1);
      });
    },
  );

  it("is begun though every request fails the first time it is made", { timeout: 60_000 }, async () => {
    const seen = new Set<string>();
    const proxy = await proxied((asked) => {
      const { fault } = everyFault[seen.size % everyFault.length] ?? { fault: null };
      const isFirst = !seen.has(kindOf(asked));
      seen.add(kindOf(asked));
      return isFirst ? fault : null;
    });
    await live(await newPlace()({ endpoint: proxy.endpoint }), "all");
  });

  it("says what it could not do when the server never answers, and nothing that nobody knows", async () => {
    const isOfPassphrase = ({ url }: ProxiedRequest) => url.includes("/secret/");
    const failed: Fault = { kind: "answer", status: 503, when: "before" };
    const proxy = await proxied((asked) => (asked.method === "PUT" && isOfPassphrase(asked) ? failed : null));
    const at = newPlace();
    const place = await at({ endpoint: proxy.endpoint, storeTimeoutSeconds: 2 });
    await expect(openToChange(place.home, key)).rejects.toMatchObject({
      code: "home-unavailable",
      message: expect.stringContaining("did not write secret/passphrase.json: SlowDown"),
    });
    expect(await storedText(await at(), "secret/passphrase.json")).toBeNull();
  }, 60_000);

  it("deploys though the index of its records cannot be read", { timeout: 120_000 }, async () => {
    const at = newPlace();
    await live(await at(), "before", { empty: false });
    const denied: Fault = { kind: "answer", status: 403, when: "before" };
    const proxy = await proxied(({ url }) => (url.includes("/record/index.json") ? denied : null));
    const { records } = (await at({ endpoint: proxy.endpoint })).home;
    const listed = await records?.neighbours({ ...key, stage: "pr-13" });
    expect(listed).toEqual([stageRecord()]);
    expect(proxy.faults()).toBeGreaterThan(0);
  });

  /** What a first run asks of a home, and a removal after it. */
  async function kindsOfRequests(): Promise<readonly string[]> {
    const proxy = await proxied(() => null);
    await live(await newPlace()({ endpoint: proxy.endpoint }), "kinds");
    return [...new Set(proxy.requests.map(kindOf))];
  }
});

/** The life of a stage in a home that nobody used before. */
async function live(place: TestS3Home, about: string, { empty } = { empty: true }): Promise<void> {
  const { locks, records, history, rows } = place.home;
  if (locks === null || records === null || history === null || rows === null) {
    throw new Error("A home in a bucket has them all.");
  }
  const lock = await acquireLock(orderOf(locks, key.stage));
  expect(await records.neighbours(key), about).toEqual([]);
  await records.write(stageRecord({ status: "deploying" }));
  const text = stateText(key, ["made"]);
  await deployOnce(place.home, key, text);
  await records.write(stageRecord());
  expect(await rows.write(thread, "row", null), about).not.toBeNull();
  expect((await rows.read(thread))?.text, about).toBe("row");
  expect(await place.home.text(key), about).toBe(text);
  expect(await records.list(), about).toEqual([stageRecord()]);
  expect(await history.updates(key), about).toHaveLength(1);
  expect(await history.snapshots(key), about).toHaveLength(1);
  if (empty) {
    await using opened = await openToChange(place.home, key);
    await opened.replaceText?.(key, stateText(key, []));
    await opened.discard(key);
    expect(await place.home.text(key), about).toBeNull();
    expect(await records.read(key), about).toBeNull();
  }
  await lock.release();
  expect((await locks.read(key))?.record.releasedAt, about).not.toBeNull();
}

/** Method and object, without what is of one home or run. */
function kindOf({ method, url }: ProxiedRequest): string {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const listed = searchParams.get("prefix");
  const name = (listed ?? pathname).replaceAll(/[\da-f]{8}-[\da-f-]{27}|\d{8}T\d{9}Z-[\da-f]{6}/gu, "*");
  return `${listed === null ? method : "LIST"} ${name}`;
}

async function inTurns<Item>(items: readonly Item[], width: number, act: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += width) {
    await Promise.all(items.slice(start, start + width).map(act));
  }
}
