import { readdir } from "node:fs/promises";

import { describe, expect, it, vi } from "vitest";

import type { StageKey } from "../../src/engine/engine.ts";
import type { ObjectStore } from "../../src/home/objects/objects.ts";
import { deployOnce, openToChange, readAsEngine, stateText, writeAsEngine } from "../support/fake-engine.ts";
import { createRandomFaults } from "../support/random-faults.ts";
import type { Fault } from "../support/s3-fault-proxy.ts";
import { storedText, useS3Places } from "../support/s3-places.ts";
import type { S3Server } from "../support/s3-servers.ts";

const key: StageKey = { app: "shop", stage: "pr-12" };
const name = "app/shop/pr-12.json";

/** What keeping states in a bucket promises, on one server, also while things go wrong. A real engine is not needed for it. */
export function testS3Sync(serverName: string, start: () => Promise<S3Server>): void {
  describe(`states in a bucket on ${serverName}`, () => {
    const { newPlace: anyPlace, proxied } = useS3Places(start);
    const newPlace = () => anyPlace({ passphraseGiven: true });

    it("stores what the engine writes while it runs: one push at a time, the newest last", async () => {
      const at = newPlace();
      let [underWay, most, pushes] = [0, 0, 0];
      const counted = async (push: () => Promise<string | null>) => {
        underWay += 1;
        pushes += 1;
        most = Math.max(most, underWay);
        return push().finally(() => {
          underWay -= 1;
        });
      };
      const proxy = await proxied(() => null, 20);
      const wrap = (objects: ObjectStore): ObjectStore => ({
        ...objects,
        putIfAbsent: (of, body) => counted(() => objects.putIfAbsent(of, body)),
        putIfMatch: (of, body, tag) => counted(() => objects.putIfMatch(of, body, tag)),
      });
      const place = await at({ endpoint: proxy.endpoint, wrap });
      await using opened = await openToChange(place.home, key);
      await opened.prepare(key);
      for (let turn = 0; turn < 60; turn += 1) {
        await writeAsEngine(opened, key, stateText(key, [`thing-${turn}`], 100_000));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      // While the engine still runs, the bucket is not far behind.
      await vi.waitFor(async () => expect(await storedText(place, name)).toBe(await readAsEngine(opened, key)), 5000);
      await opened.commit();
      expect(most).toBe(1);
      expect(pushes).toBeGreaterThan(3);
      expect(pushes).toBeLessThan(40);
    });

    it("stores nothing of a new stage before it has something, and nothing of one that stays the same", async () => {
      const place = await newPlace()();
      const opened = await openToChange(place.home, key);
      await opened.prepare(key);
      await opened.commit();
      await opened[Symbol.asyncDispose]();
      expect(await storedText(place, name)).toBeNull();
      expect(await readdir(place.temporaryDirectory)).toEqual([]);
    });

    it("stores what an engine wrote when its command broke off before it came to that", async () => {
      const place = await newPlace()();
      const text = stateText(key, ["made"]);
      const left: (string | null)[] = [];
      const breaksOff = async () => {
        await using opened = await openToChange(place.home, key, { left: (at) => left.push(at) });
        await opened.prepare(key);
        await writeAsEngine(opened, key, text);
        throw new Error("broken off");
      };
      await expect(breaksOff()).rejects.toThrow("broken off");
      expect(await storedText(place, name)).toBe(text);
      expect(left).toEqual([expect.stringContaining(place.temporaryDirectory), null]);
    });

    it("refuses a run whose stage was written by another: it stops, changes nothing, and what it had is kept aside", async () => {
      const at = newPlace();
      const [mine, theirs] = [await at(), await at()];
      await using stale = await openToChange(mine.home, key);
      await stale.prepare(key);
      await writeAsEngine(stale, key, stateText(key, ["first"]));
      await vi.waitFor(async () => expect(await storedText(mine, name)).toContain("first"), 5000);

      const text = stateText(key, ["theirs"]);
      const other = await openToChange(theirs.home, key);
      await other.prepare(key);
      await writeAsEngine(other, key, text);
      await other.commit();
      await other[Symbol.asyncDispose]();

      await writeAsEngine(stale, key, stateText(key, ["first", "late"]));
      await vi.waitFor(() => expect(stale.lost.aborted).toBe(true), 5000);
      const failure = await stale.commit().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "state-taken", message: expect.stringContaining("pr-12") });
      expect(await storedText(mine, name)).toBe(text);
      const [kept] = (await mine.home.history?.snapshots(key)) ?? [];
      expect(failure).toMatchObject({ next: expect.stringContaining(kept?.id ?? "none") });
      expect((await mine.home.history?.readSnapshot(key, kept?.id ?? ""))?.text).toContain("late");
    });

    it.each(["known", "new"])("fences a holder off that may still write, for a stage that is %s", async (kind) => {
      const at = newPlace();
      const [mine, theirs] = [await at(), await at()];
      if (kind === "known") {
        await deployOnce(mine.home, key, stateText(key, ["old"]));
      }
      await using stale = await openToChange(mine.home, key);
      await stale.prepare(key);
      // Who took over has written nothing yet.
      await using other = await openToChange(theirs.home, key, { fenceOff: true });
      const resources = (await theirs.home.checkpoint(key))?.checkpoint.latest?.resources ?? [];
      expect(resources.map(({ type }) => type)).toEqual(kind === "known" ? ["test:index:Thing"] : []);

      await writeAsEngine(stale, key, stateText(key, ["late"]));
      await expect(stale.commit()).rejects.toMatchObject({ code: "state-taken" });
      await other.prepare(key);
      const text = stateText(key, ["theirs"]);
      await writeAsEngine(other, key, text);
      await other.commit();
      expect(await storedText(theirs, name)).toBe(text);
    });

    it("is right at the end though a third of all requests go wrong", { timeout: 120_000 }, async () => {
      const at = newPlace();
      const proxy = await proxied(createRandomFaults({ seed: 20_261_125, share: 0.33, silence: false }));
      const faulty = await at({ endpoint: proxy.endpoint });
      await using opened = await openToChange(faulty.home, key);
      await opened.prepare(key);
      let text = "";
      for (let turn = 0; turn < 25 || (proxy.faults() <= 5 && turn < 250); turn += 1) {
        text = stateText(key, [`thing-${turn}`], 20_000);
        await writeAsEngine(opened, key, text);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await opened.commit();
      expect(await storedText(await at(), name)).toBe(text);
      expect(opened.lost.aborted).toBe(false);
      expect(proxy.faults()).toBeGreaterThan(5);
    });

    it.each<[string, Fault]>([
      ["an answer that never comes", { kind: "silence", when: "after" }],
      ["a connection that breaks after the write", { kind: "broken", when: "after" }],
      ["a 500 after the write", { kind: "answer", status: 500, when: "after" }],
      ["a 412 after the write", { kind: "answer", status: 412, when: "after" }],
      ["a 409 before the write", { kind: "answer", status: 409, when: "before" }],
    ])("knows its own write after %s", { timeout: 60_000 }, async (_what, fault) => {
      const at = newPlace();
      await deployOnce((await at()).home, key, stateText(key, ["old"]));
      let writes = 0;
      const proxy = await proxied(({ method, url }) => {
        const isWrite = method === "PUT" && url.includes("/app/");
        writes += isWrite ? 1 : 0;
        // The first only proves that the state can be written.
        return isWrite && writes === 2 ? fault : null;
      });
      const place = await at({ endpoint: proxy.endpoint, silenceMs: 2000 });
      const text = stateText(key, ["new"]);
      await deployOnce(place.home, key, text);
      expect(await storedText(await at(), name)).toBe(text);
      expect(proxy.faults()).toBe(1);
    });

    it("notices a write that arrives damaged, and mends it", async () => {
      const at = newPlace();
      let damaged = 0;
      const wrap = (objects: ObjectStore): ObjectStore => ({
        ...objects,
        putIfAbsent: (of, body) => {
          damaged += of === name ? 1 : 0;
          return objects.putIfAbsent(of, of === name ? body.subarray(0, body.byteLength / 2) : body);
        },
      });
      const text = stateText(key, ["whole"]);
      await deployOnce((await at({ wrap })).home, key, text);
      expect(await storedText(await at(), name)).toBe(text);
      expect(damaged).toBe(1);
    });
  });
}
