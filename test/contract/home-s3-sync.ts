import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";

import type { StageKey } from "../../src/engine/engine.ts";
import type { Home } from "../../src/home/home.ts";
import type { ObjectStore } from "../../src/home/objects/objects.ts";
import { openToChange, readAsEngine, stateText, statesBeside, writeAsEngine } from "../support/fake-engine.ts";
import { openTestS3Home, type TestS3Home } from "../support/s3-home.ts";
import { type Fault, type ProxiedRequest, startFaultProxy } from "../support/s3-fault-proxy.ts";
import { type S3Server, s3Environment } from "../support/s3-servers.ts";

const key: StageKey = { app: "shop", stage: "pr-12" };
const name = "app/shop/pr-12.json";

/** What keeping states in a bucket promises, on one server, also while things go wrong. A real engine is not needed for it. */
export function testS3Sync(serverName: string, start: () => Promise<S3Server>): void {
  describe(`states in a bucket on ${serverName}`, () => {
    let server: S3Server | undefined;
    let folder: string;
    beforeAll(async () => {
      Object.assign(process.env, s3Environment);
      folder = await mkdtemp(join(tmpdir(), "stagewright-sync-"));
      server = await start();
      await server.createBucket("sync");
    }, 300_000);
    afterAll(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    /** A home of the test's own; `at` opens the same one another time, perhaps through a proxy or with something in between. */
    function newPlace() {
      const prefix = randomUUID();
      return (more: Partial<Parameters<typeof openTestS3Home>[0]> = {}): Promise<TestS3Home> =>
        openTestS3Home({
          endpoint: server?.endpoint ?? "",
          bucket: "sync",
          prefix,
          folder,
          passphraseGiven: true,
          ...more,
        });
    }
    async function proxied(choose: (asked: ProxiedRequest) => Fault | null, delayMs = 0) {
      const proxy = await startFaultProxy({ endpoint: server?.endpoint ?? "", delayMs, choose });
      onTestFinished(() => proxy.stop());
      return proxy;
    }
    const storedText = async ({ objects }: TestS3Home, at = name) => {
      const found = await objects.get(at);
      return found === null ? null : new TextDecoder().decode(found.body);
    };

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
      await vi.waitFor(async () => expect(await storedText(place)).toBe(await readAsEngine(opened, key)), 5000);
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
      expect(await storedText(place)).toBeNull();
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
      expect(await storedText(place)).toBe(text);
      expect(left).toEqual([expect.stringContaining(place.temporaryDirectory), null]);
    });

    it("refuses a run whose stage was written by another: it stops, changes nothing, and what it had is kept aside", async () => {
      const at = newPlace();
      const [mine, theirs] = [await at(), await at()];
      await using stale = await openToChange(mine.home, key);
      await stale.prepare(key);
      await writeAsEngine(stale, key, stateText(key, ["first"]));
      await vi.waitFor(async () => expect(await storedText(mine)).toContain("first"), 5000);

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
      expect(await storedText(mine)).toBe(text);
      const [kept] = (await mine.home.history?.snapshots(key)) ?? [];
      expect(failure).toMatchObject({ next: expect.stringContaining(kept?.id ?? "none") });
      expect((await mine.home.history?.readSnapshot(key, kept?.id ?? ""))?.text).toContain("late");
    });

    it.each(["known", "new"])("fences a holder off that may still write, for a stage that is %s", async (kind) => {
      const at = newPlace();
      const [mine, theirs] = [await at(), await at()];
      if (kind === "known") {
        await deployOnce(mine.home, stateText(key, ["old"]));
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
      expect(await storedText(theirs)).toBe(text);
    });

    it("is right at the end though a third of all requests go wrong", { timeout: 120_000 }, async () => {
      const at = newPlace();
      const random = randomOf(20_261_125);
      const proxy = await proxied(({ method }) => (random() < 0.33 ? faultOf(method, random) : null));
      const faulty = await at({ endpoint: proxy.endpoint });
      await using opened = await openToChange(faulty.home, key);
      await opened.prepare(key);
      let text = "";
      for (let turn = 0; turn < 25; turn += 1) {
        text = stateText(key, [`thing-${turn}`], 20_000);
        await writeAsEngine(opened, key, text);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await opened.commit();
      expect(await storedText(await at())).toBe(text);
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
      await deployOnce((await at()).home, stateText(key, ["old"]));
      let isFirst = true;
      const proxy = await proxied(({ method, url }) => {
        const isPush = method === "PUT" && url.includes("/app/");
        const chosen = isPush && isFirst ? fault : null;
        isFirst &&= !isPush;
        return chosen;
      });
      const place = await at({ endpoint: proxy.endpoint });
      const text = stateText(key, ["new"]);
      await deployOnce(place.home, text);
      expect(await storedText(await at())).toBe(text);
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
      await deployOnce((await at({ wrap })).home, text);
      expect(await storedText(await at())).toBe(text);
      expect(damaged).toBe(1);
    });

    it("a server that ignores conditions is found out before anything is written", async () => {
      const at = newPlace();
      const proxy = await proxied(() => ({ kind: "unconditional" }));
      const place = await at({ endpoint: proxy.endpoint });
      // The stand-in cannot overwrite, but it claims to; so the server looks like one that ignores conditions.
      await expect(deployOnce(place.home, stateText(key, ["x"]))).rejects.toMatchObject({ code: "home-unsuitable" });
      expect(await storedText(await at())).toBeNull();
    });

    it("a bucket that is not there is one clear error", async () => {
      const place = await newPlace()({ bucket: "no-such-bucket" });
      await expect(openToChange(place.home, key)).rejects.toMatchObject({ code: "bucket-missing" });
    });

    it.each([
      ["cut", '{"version":3,', "broken-state"],
      ["another stage's", stateText({ app: "shop", stage: "production" }, ["db"]), "foreign-state"],
      ["another app's", stateText({ app: "blog", stage: "pr-12" }, ["db"]), "foreign-state"],
    ])("a stored state that is %s is refused, and stays as it is", async (_what, text, code) => {
      const place = await newPlace()();
      await place.objects.putIfAbsent(name, new TextEncoder().encode(text));
      await expect(openToChange(place.home, key)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(name),
      });
      await expect(place.home.checkpoint(key)).rejects.toMatchObject({ code });
      expect(await storedText(place)).toBe(text);
      expect(await readdir(place.temporaryDirectory)).toEqual([]);
    });

    it("lets the engine read the app's other stages, and never stores those", async () => {
      const at = newPlace();
      const place = await at();
      const production = { app: "shop", stage: "production" };
      const text = stateText(production, ["db"]);
      await place.objects.putIfAbsent("app/shop/production.json", new TextEncoder().encode(text));
      await place.objects.putIfAbsent("app/blog/dev.json", new TextEncoder().encode("{}"));
      await using opened = await openToChange(place.home, key);
      await opened.prepare(key);
      expect(await statesBeside(opened, key)).toEqual(["pr-12.json", "production.json"]);
      expect(await readAsEngine(opened, production)).toBe(text);
      await writeAsEngine(opened, production, stateText(production, ["changed"]));
      await writeAsEngine(opened, key, stateText(key, ["own"]));
      await opened.commit();
      expect(await storedText(place, "app/shop/production.json")).toBe(text);
      expect(
        await statesBeside(await place.home.open({ key, mode: "read", fenceOff: false, left: vi.fn() }), key),
      ).toEqual(["pr-12.json", "production.json"]);
    });

    describe("what a killed step left", () => {
      it.each<[string, Fault | null]>([
        ["was not stored", { kind: "answer", status: 503, when: "before" }],
        ["was stored, without an answer", { kind: "broken", when: "after" }],
        ["was stored", null],
      ])("is stored by the next: the state %s", async (_what, fault) => {
        const at = newPlace();
        await deployOnce((await at()).home, stateText(key, ["old"]));
        const proxy = await proxied(({ method, url }) => (method === "PUT" && url.includes("/app/") ? fault : null));
        const killed = await at({ endpoint: proxy.endpoint });
        let left = "";
        const opened = await openToChange(killed.home, key, { left: (place) => (left = place ?? left) });
        await opened.prepare(key);
        await writeAsEngine(opened, key, stateText(key, ["old", "made"]));
        await vi.waitFor(() => expect(proxy.requests.some(({ method }) => method === "PUT")).toBe(true), 5000);
        // Nothing more is heard of that step; its engine goes on for a moment.
        await proxy.stop();
        const text = stateText(key, ["old", "made", "more"]);
        await writeAsEngine(opened, key, text);

        const later = await at();
        const resumed = await later.home.resume(left);
        await resumed?.commit();
        expect(await storedText(later)).toBe(text);
        expect(await resumed?.checkpoint(key)).toEqual(JSON.parse(text));
        await resumed?.[Symbol.asyncDispose]();
        expect(await later.home.resume(left)).toBeNull();
      });

      it("is not stored over what another run wrote since", async () => {
        const at = newPlace();
        await deployOnce((await at()).home, stateText(key, ["old"]));
        let left = "";
        const killed = await at({
          wrap: (objects) => ({ ...objects, putIfMatch: () => new Promise(() => undefined) }),
        });
        const opened = await openToChange(killed.home, key, { left: (place) => (left = place ?? left) });
        await opened.prepare(key);
        await writeAsEngine(opened, key, stateText(key, ["late"]));
        const theirs = stateText(key, ["theirs"]);
        await deployOnce((await at()).home, theirs);

        const later = await at();
        await expect((await later.home.resume(left))?.commit()).rejects.toMatchObject({ code: "state-taken" });
        expect(await storedText(later)).toBe(theirs);
        const [kept] = (await later.home.history?.snapshots(key)) ?? [];
        expect((await later.home.history?.readSnapshot(key, kept?.id ?? ""))?.text).toContain("late");
      });
    });

    it("keeps as many snapshots as it is told, the newest, and of a stage that was removed the last", async () => {
      const { home } = await newPlace()({ keepSnapshots: 3 });
      for (let turn = 0; turn < 6; turn += 1) {
        await deployOnce(home, stateText(key, [`thing-${turn}`]));
      }
      const kept = (await home.history?.snapshots(key)) ?? [];
      expect(kept.length).toBeGreaterThanOrEqual(3);
      expect(kept.length).toBeLessThanOrEqual(4);
      expect((await home.history?.readSnapshot(key, kept[0]?.id ?? ""))?.text).toContain("thing-5");
      const opened = await openToChange(home, key);
      await writeAsEngine(opened, key, stateText(key, []));
      await opened.commit();
      await opened.discard(key);
      await opened[Symbol.asyncDispose]();
      expect(await home.checkpoint(key)).toBeNull();
      expect(await home.history?.snapshots(key)).toHaveLength(1);
    });
  });
}

/** One deploy by an engine that writes this state. */
async function deployOnce(home: Home, text: string): Promise<void> {
  await using opened = await openToChange(home, key);
  await opened.prepare(key);
  await writeAsEngine(opened, key, text);
  await opened.commit();
  const at = "2026-01-02T03:04:05.678Z";
  await opened.addToHistory({
    command: "deploy",
    outcome: "succeeded",
    reason: null,
    commit: null,
    actor: "mona",
    run: null,
    startedAt: at,
    endedAt: at,
    counts: {},
    changes: [],
    moreChanges: 0,
  });
}

const faults: readonly Fault[] = [
  ...([409, 412, 500, 503] as const).flatMap((status): Fault[] => [
    { kind: "answer", status, when: "before" },
    { kind: "answer", status, when: "after" },
  ]),
  { kind: "broken", when: "before" },
  { kind: "broken", when: "after" },
  { kind: "truncated" },
];

/** Conditions fail on writes only. */
function faultOf(method: string, random: () => number): Fault | null {
  const fault = faults[Math.floor(random() * faults.length)] ?? null;
  const isOfWrites = fault?.kind === "answer" && fault.status < 500;
  return isOfWrites && method !== "PUT" ? null : fault;
}

/** The same numbers for the same seed, from 0 to 1 (a linear congruential generator, as in Numerical Recipes). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
