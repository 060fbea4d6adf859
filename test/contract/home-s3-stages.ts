import { readdir } from "node:fs/promises";

import { describe, expect, it, vi } from "vitest";

import type { StageKey } from "../../src/engine/engine.ts";
import {
  deployOnce,
  openToChange,
  readAsEngine,
  stateText,
  statesBeside,
  writeAsEngine,
} from "../support/fake-engine.ts";
import { freezableObjects } from "../support/freezable-objects.ts";
import type { Fault } from "../support/s3-fault-proxy.ts";
import { storedText, useS3Places } from "../support/s3-places.ts";
import type { S3Server } from "../support/s3-servers.ts";

const key: StageKey = { app: "shop", stage: "pr-12" };
const name = "app/shop/pr-12.json";

/** What a home in a bucket refuses, shows to the engine, takes over from killed steps and keeps, on one server, without a real engine. */
export function testS3Stages(serverName: string, start: () => Promise<S3Server>): void {
  describe(`stages in a bucket on ${serverName}`, () => {
    const { newPlace: anyPlace, proxied } = useS3Places(start);
    const newPlace = () => anyPlace({ passphraseGiven: true });

    it("a server that ignores conditions is found out before anything is written", async () => {
      const at = newPlace();
      const proxy = await proxied(() => ({ kind: "unconditional" }));
      const place = await at({ endpoint: proxy.endpoint });
      // The stand-in cannot overwrite, but it claims to; so the server looks like one that ignores conditions.
      await expect(deployOnce(place.home, key, stateText(key, ["x"]))).rejects.toMatchObject({
        code: "home-unsuitable",
      });
      expect(await storedText(await at(), name)).toBeNull();
    });

    it.each(["known", "new"])(
      "a role that may not write states is refused before an engine runs: the stage is %s",
      async (kind) => {
        const at = newPlace();
        const before = kind === "known" ? stateText(key, ["old"]) : null;
        if (before !== null) {
          await deployOnce((await at()).home, key, before);
        }
        let isDenied = true;
        const proxy = await proxied(({ method, url }) =>
          isDenied && method === "PUT" && url.includes("/app/")
            ? { kind: "answer", status: 403, when: "before" }
            : null,
        );
        const place = await at({ endpoint: proxy.endpoint });
        const writes = () =>
          proxy.requests.filter(({ method, url }) => method === "PUT" && url.includes("/app/")).length;
        const open = () => openToChange(place.home, key);
        {
          await using opened = await open();
          await expect(opened.prepare(key)).rejects.toMatchObject({
            code: "access-denied",
            message: expect.stringContaining("nothing was begun"),
          });
        }
        expect(writes()).toBe(1);
        isDenied = false;
        await using opened = await open();
        await opened.prepare(key);
        await opened.commit();
        // One request, which changes nothing.
        expect(writes()).toBe(2);
        expect(await storedText(place, name)).toBe(before);
      },
    );

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
      expect(await storedText(place, name)).toBe(text);
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
        await deployOnce((await at()).home, key, stateText(key, ["old"]));
        let isBroken = false;
        const proxy = await proxied(({ method, url }) =>
          isBroken && method === "PUT" && url.includes("/app/") ? fault : null,
        );
        const { wrap, freeze, standsStill } = freezableObjects();
        const killed = await at({ endpoint: proxy.endpoint, wrap });
        let left = "";
        const opened = await openToChange(killed.home, key, { left: (place) => (left = place ?? left) });
        await opened.prepare(key);
        isBroken = true;
        const writes = () => proxy.requests.filter(({ method }) => method === "PUT").length;
        const before = writes();
        await writeAsEngine(opened, key, stateText(key, ["old", "made"]));
        await vi.waitFor(() => expect(writes()).toBeGreaterThan(before), 5000);
        // Nothing more is heard of that step; its engine goes on for a moment.
        freeze();
        const text = stateText(key, ["old", "made", "more"]);
        await writeAsEngine(opened, key, text);
        await standsStill();

        const later = await at();
        const resumed = await later.home.resume(left);
        await resumed?.commit();
        expect(await storedText(later, name)).toBe(text);
        expect(await resumed?.checkpoint(key)).toEqual(JSON.parse(text));
        await resumed?.[Symbol.asyncDispose]();
        expect(await later.home.resume(left)).toBeNull();
      });

      it("is not stored over what another run wrote since", async () => {
        const at = newPlace();
        await deployOnce((await at()).home, key, stateText(key, ["old"]));
        let left = "";
        const { wrap, freeze } = freezableObjects();
        const killed = await at({ wrap });
        const opened = await openToChange(killed.home, key, { left: (place) => (left = place ?? left) });
        await opened.prepare(key);
        freeze();
        await writeAsEngine(opened, key, stateText(key, ["late"]));
        const theirs = stateText(key, ["theirs"]);
        await deployOnce((await at()).home, key, theirs);

        const later = await at();
        await expect((await later.home.resume(left))?.commit()).rejects.toMatchObject({ code: "state-taken" });
        expect(await storedText(later, name)).toBe(theirs);
        const [kept] = (await later.home.history?.snapshots(key)) ?? [];
        expect((await later.home.history?.readSnapshot(key, kept?.id ?? ""))?.text).toContain("late");
      });
    });

    it("keeps as many snapshots as it is told, the newest, and of a stage that was removed the last", async () => {
      const { home } = await newPlace()({ keepSnapshots: 3 });
      for (let turn = 0; turn < 6; turn += 1) {
        await deployOnce(home, key, stateText(key, [`thing-${turn}`]));
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
