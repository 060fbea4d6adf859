import { describe, expect, it, vi } from "vitest";
import { z } from "zod";

import type { RecordStore } from "../../src/home/home.ts";
import { formatRecord } from "../../src/home/record-text.ts";
import { recordName } from "../../src/home/s3/names.ts";
import { openToChange, stateText, writeAsEngine } from "../support/fake-engine.ts";
import type { TestS3Home } from "../support/s3-home.ts";
import type { Fault } from "../support/s3-fault-proxy.ts";
import { storedText, useS3Places } from "../support/s3-places.ts";
import type { S3Server } from "../support/s3-servers.ts";
import { stageRecord } from "../support/stage-record.ts";

const indexName = "record/index.json";

/** What a home in a bucket promises of its records and its passphrase, on one server. */
export function testS3Records(serverName: string, start: () => Promise<S3Server>): void {
  describe(`records and passphrase in a bucket on ${serverName}`, () => {
    const { newPlace, proxied } = useS3Places(start);
    /** Until all that was noted is in the index. */
    const indexed = (place: TestS3Home, count: number) =>
      vi.waitFor(
        async () => expect(((await storedText(place, indexName)) ?? "").split('"tag"').length - 1).toBe(count),
        {
          timeout: 20_000,
          interval: 100,
        },
      );

    it(
      "lists a thousand stages with few requests, quickly, though the server is 20 ms away",
      { timeout: 120_000 },
      async () => {
        const at = newPlace();
        const place = await at();
        const names = Array.from({ length: 1000 }, (_, index) => `pr-${index}`);
        await putRecords(place, names.slice(0, 900));
        await inTurns(names.slice(900), 20, (stage) => recordsOf(place).write(stageRecord({ stage })));
        await indexed(place, 1000);

        const proxy = await proxied(() => null, 20);
        const far = await at({ endpoint: proxy.endpoint });
        const begun = performance.now();
        const listed = await recordsOf(far).list();
        const seconds = (performance.now() - begun) / 1000;
        expect(listed.map(({ stage }) => stage).sort()).toEqual([...names].sort());
        const pages = proxy.requests.filter(({ url }) => url.includes("list-type=2")).length;
        expect(pages).toBe(2);
        expect(proxy.requests.length - pages).toBeLessThanOrEqual(10);
        // A bound against doing it one by one, which takes 20 s; `npm run bench` measures.
        expect(seconds).toBeLessThan(10);
      },
    );

    it("lists every stage whatever the index says", async () => {
      const at = newPlace();
      const place = await at();
      const stages = ["pr-1", "pr-2", "pr-3", "pr-4"];
      for (const stage of stages) {
        await recordsOf(place).write(stageRecord({ stage }));
      }
      await indexed(place, 4);
      const index = (await storedText(place, indexName)) ?? "";
      const put = async (name: string, text: string) => {
        const found = await place.objects.get(name);
        await place.objects.putIfMatch(name, new TextEncoder().encode(text), found?.tag ?? "");
      };
      // One is changed behind the index's back.
      const changed = stageRecord({ stage: "pr-2", status: "removal failed" });
      await put("record/shop/pr-2.json", JSON.stringify(changed));
      const cases = [index, "", "null", '{"version":1}', '{"version":2,"records":{}}', index.slice(0, 400)];
      // Entries that are swapped, or are not what an entry is.
      const { records } = z.object({ records: z.record(z.string(), z.unknown()) }).parse(JSON.parse(index));
      const [first = "", second = ""] = Object.keys(records);
      cases.push(JSON.stringify({ version: 1, records: { [first]: records[second], [second]: records[first] } }));
      cases.push(JSON.stringify({ version: 1, records: { [first]: 7, "record/shop/gone.json": records[first] } }));
      for (const text of cases) {
        await put(indexName, text);
        const listed = await recordsOf(await at()).list();
        expect(listed.map(({ stage, status }) => `${stage} ${status}`).sort()).toEqual(
          stages.map((stage) => `${stage} ${stage === "pr-2" ? "removal failed" : "deployed"}`),
        );
      }
    });

    it("lists what many runs write at the same time, and no stage that was removed", async () => {
      const at = newPlace();
      const homes = await Promise.all(Array.from({ length: 8 }, () => at()));
      await Promise.all(
        homes.map(async (place, index) => {
          for (let turn = 0; turn < 5; turn += 1) {
            await recordsOf(place).write(stageRecord({ stage: `pr-${index}-${turn}` }));
          }
          await recordsOf(place).remove(stageRecord({ stage: `pr-${index}-0` }));
        }),
      );
      const listed = await recordsOf(await at()).list();
      expect(listed).toHaveLength(32);
      expect(listed.some(({ stage }) => stage.endsWith("-0"))).toBe(false);
    });

    it("names a record that cannot be read, and never passes one over", async () => {
      const place = await newPlace()();
      await place.objects.putIfAbsent("record/shop/pr-1.json", new TextEncoder().encode('{"version":1'));
      const failure = { code: "broken-record", message: expect.stringContaining("record/shop/pr-1.json") };
      await expect(recordsOf(place).list()).rejects.toMatchObject(failure);
      await expect(recordsOf(place).read({ app: "shop", stage: "pr-1" })).rejects.toMatchObject(failure);
    });

    it("compares a new stage with all of its app, and asks one request about one that is known", async () => {
      const at = newPlace();
      const place = await at();
      await recordsOf(place).write(stageRecord({ stage: "pr-1" }));
      await recordsOf(place).write(stageRecord({ stage: "pr-2" }));
      await recordsOf(place).write({ ...stageRecord({ stage: "dev" }), app: "blog" });
      const proxy = await proxied(() => null);
      const records = recordsOf(await at({ endpoint: proxy.endpoint }));
      expect(await records.neighbours({ app: "shop", stage: "pr-2" })).toEqual([stageRecord({ stage: "pr-2" })]);
      expect(proxy.requests).toHaveLength(1);
      const ofApp = await records.neighbours({ app: "shop", stage: "PR-2" });
      expect(ofApp.map(({ stage }) => stage)).toEqual(["pr-1", "pr-2"]);
    });

    it("never writes a record over one that somebody else wrote", async () => {
      const at = newPlace();
      const [mine, theirs] = [recordsOf(await at()), recordsOf(await at())];
      await mine.write(stageRecord({ stage: "pr-1" }));
      await theirs.write({ ...stageRecord({ stage: "pr-1" }), commit: "b".repeat(40) });
      await expect(mine.write({ ...stageRecord({ stage: "pr-1" }), status: "deploy failed" })).rejects.toMatchObject({
        code: "record-taken",
      });
      expect(await theirs.read(stageRecord({ stage: "pr-1" }))).toMatchObject({
        commit: "b".repeat(40),
        status: "deployed",
      });
    });

    it.each<[string, Fault]>([
      ["a connection that breaks after the write", { kind: "broken", when: "after" }],
      ["a 503 before the write", { kind: "answer", status: 503, when: "before" }],
      ["a 409 before the write", { kind: "answer", status: 409, when: "before" }],
      ["a 412 after the write", { kind: "answer", status: 412, when: "after" }],
    ])("writes and removes a record in spite of %s", async (_what, fault) => {
      const at = newPlace();
      const seen = new Set<string>();
      const proxy = await proxied(({ method, url }) => {
        const isFirst = (method === "PUT" || method === "DELETE") && url.includes("pr-1.json") && !seen.has(method);
        seen.add(isFirst ? method : "");
        return isFirst ? fault : null;
      });
      const records = recordsOf(await at({ endpoint: proxy.endpoint }));
      await records.write(stageRecord({ stage: "pr-1" }));
      await records.write({ ...stageRecord({ stage: "pr-1" }), status: "removing" });
      const direct = recordsOf(await at());
      expect(await direct.read(stageRecord({ stage: "pr-1" }))).toMatchObject({ status: "removing" });
      await records.remove(stageRecord({ stage: "pr-1" }));
      expect(await direct.read(stageRecord({ stage: "pr-1" }))).toBeNull();
    });

    describe("the passphrase", () => {
      const key = { app: "shop", stage: "pr-12" };
      const passphraseIn = async ({ home }: TestS3Home) => {
        await using opened = await openToChange(home, key);
        return opened.engineEnvironment["PULUMI_CONFIG_PASSPHRASE"];
      };

      it("is one, though many first runs make it at the same moment, and the mask knows it", async () => {
        const at = newPlace();
        const places = await Promise.all(Array.from({ length: 8 }, () => at()));
        const made = new Set(await Promise.all(places.map(passphraseIn)));
        expect(made.size).toBe(1);
        const [passphrase] = made;
        expect(passphrase).toMatch(/^[\w-]{43}$/u);
        for (const place of places) {
          expect(place.secrets).toEqual([passphrase]);
        }
        expect(await passphraseIn(await at())).toBe(passphrase);
      });

      it("is not made, and not looked for, where the environment gives one", async () => {
        const place = await newPlace()({ passphraseGiven: true });
        expect(await passphraseIn(place)).toBeUndefined();
        expect(await place.objects.get("secret/passphrase.json")).toBeNull();
      });

      it("is not made where states are that were encrypted with another", async () => {
        const at = newPlace();
        const place = await at({ passphraseGiven: true });
        {
          await using opened = await openToChange(place.home, key);
          await opened.prepare(key);
          await writeAsEngine(opened, key, stateText(key, ["a"]));
          await opened.commit();
        }
        await expect(passphraseIn(await at())).rejects.toMatchObject({ code: "passphrase-missing" });
        expect(await place.objects.get("secret/passphrase.json")).toBeNull();
      });

      it.each(["", "{}", '{"version":1,"passphrase":""}', '{"version":2,"passphrase":"hunter2"}'])(
        "that is broken (%j) is refused without showing it",
        async (text) => {
          const place = await newPlace()();
          await place.objects.putIfAbsent("secret/passphrase.json", new TextEncoder().encode(text));
          await expect(passphraseIn(place)).rejects.toMatchObject({
            code: "broken-passphrase",
            message: expect.not.stringContaining("hunter2"),
          });
        },
      );
    });
  });
}

function recordsOf({ home }: TestS3Home): RecordStore {
  if (home.records === null) {
    throw new Error("this home should keep records");
  }
  return home.records;
}

/** What writing records one by one comes to, without the index growing with each of them. */
async function putRecords({ objects }: TestS3Home, stages: readonly string[]): Promise<void> {
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const entries: Record<string, unknown> = {};
  await inTurns(stages, 50, async (stage) => {
    const record = stageRecord({ stage });
    const name = recordName(record);
    entries[name] = { tag: await objects.putIfAbsent(name, bytesOf(formatRecord(record))), record };
  });
  await objects.putIfAbsent(indexName, bytesOf(JSON.stringify({ version: 1, records: entries })));
}

async function inTurns<Item>(items: readonly Item[], width: number, act: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += width) {
    await Promise.all(items.slice(start, start + width).map(act));
  }
}
