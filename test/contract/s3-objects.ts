import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";

import { checkConditionalWrites } from "../../src/home/objects/conditional-writes.ts";
import { createPatience, type Patience } from "../../src/home/objects/patience.ts";
import { parseS3Address } from "../../src/home/objects/s3-address.ts";
import { createS3Objects } from "../../src/home/objects/s3.ts";
import { createSureWrites } from "../../src/home/objects/sure-writes.ts";
import { StoreUnavailable } from "../../src/lock/lock-store.ts";
import { everyFault } from "../support/every-fault.ts";
import { type Fault, type ProxiedRequest, startFaultProxy } from "../support/s3-fault-proxy.ts";
import { type S3Server, s3Environment } from "../support/s3-servers.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What the object store promises on one server. `checksSignatures`: the server itself looks at keys and regions. */
export function testS3Objects(
  name: string,
  start: () => Promise<S3Server>,
  { checksSignatures }: { readonly checksSignatures: boolean },
): void {
  describe(`objects on ${name}`, () => {
    let server: S3Server | undefined;
    beforeAll(async () => {
      Object.assign(process.env, s3Environment);
      server = await start();
      await server.createBucket("objects");
    }, 300_000);
    afterAll(() => server?.stop());

    function open(
      prefix: string,
      own: {
        readonly bucket?: string;
        readonly options?: string;
        readonly endpoint?: string;
        readonly patience?: Patience;
      } = {},
    ) {
      const endpoint = own.endpoint ?? server?.endpoint ?? "";
      const options = own.options ?? "region=us-east-1";
      const objects = createS3Objects(
        parseS3Address(`s3://${own.bucket ?? "objects"}/${prefix}?endpoint=${endpoint}&${options}`),
        own.patience === undefined ? {} : { patience: own.patience },
      );
      onTestFinished(() => objects.close());
      return objects;
    }

    async function through(choose: (asked: ProxiedRequest) => Fault | null) {
      const proxy = await startFaultProxy({ endpoint: server?.endpoint ?? "", choose });
      onTestFinished(() => proxy.stop());
      return proxy;
    }

    it("writes, overwrites and deletes on conditions", async () => {
      const objects = open("conditions");
      const key = "app/täst file.json";
      expect(await objects.get(key)).toBeNull();
      expect(await objects.putIfMatch(key, bytes("0"), '"none"')).toBeNull();
      const first = (await objects.putIfAbsent(key, bytes("1"))) ?? "";
      expect(await objects.putIfAbsent(key, bytes("2"))).toBeNull();
      const third = (await objects.putIfMatch(key, bytes("3"), first)) ?? "";
      expect(await objects.putIfMatch(key, bytes("4"), first)).toBeNull();
      expect(await objects.get(key)).toEqual({ body: bytes("3"), tag: third });
      await sleep(3100);
      const age = (await objects.get(key))?.ageSeconds ?? 0;
      expect(age).toBeGreaterThanOrEqual(1);
      expect(age).toBeLessThan(3.5);
      expect(await objects.deleteIfMatch(key, first)).toBe(false);
      expect(await objects.deleteIfMatch(key, third)).toBe(true);
      expect(await objects.deleteIfMatch(key, third)).toBe(false);
      expect(await objects.get(key)).toBeNull();
    });

    it("lists all pages below its own prefix", { timeout: 60_000 }, async () => {
      const objects = open("listed");
      const names = Array.from({ length: 1010 }, (_, index) => `many/${String(index).padStart(4, "0")}.json`);
      for (let at = 0; at < names.length; at += 50) {
        await Promise.all(names.slice(at, at + 50).map((key) => objects.putIfAbsent(key, bytes(key))));
      }
      await objects.putIfAbsent("other", bytes("x"));
      await open("listed-not").putIfAbsent("many/1", bytes("x"));
      const pages = await Array.fromAsync(objects.list("many/"));
      expect(pages.map((page) => page.length)).toEqual([1000, 10]);
      expect(pages.flat().map(({ key }) => key)).toEqual(names);
      expect(pages[0]?.[0]).toMatchObject({ size: 14, tag: expect.stringMatching(/./), modifiedAt: expect.any(Date) });
      expect(await Array.fromAsync(objects.list("nothing/"))).toEqual([[]]);
    });

    it("sends what the address says of encryption", async () => {
      const objects = open("encrypted", { options: "region=us-east-1&sse=AES256" });
      expect(await objects.putIfAbsent("a", bytes("1"))).not.toBeNull();
    });

    it("honours conditional writes, and is asked once", async () => {
      const proxy = await through(() => null);
      const objects = open("probed", { endpoint: proxy.endpoint });
      await checkConditionalWrites(objects);
      expect(proxy.requests).toHaveLength(3);
      await checkConditionalWrites(objects);
      expect(proxy.requests).toHaveLength(4);
    });

    it.each([
      { condition: "If-None-Match", ignored: () => true },
      { condition: "If-Match", ignored: (number: number) => number === 2 },
    ])("is refused when it ignores $condition, and nothing stays", async ({ condition, ignored }) => {
      const proxy = await through(({ number }) => (ignored(number) ? { kind: "unconditional" } : null));
      await expect(checkConditionalWrites(open("ignoring", { endpoint: proxy.endpoint }))).rejects.toMatchObject({
        code: "home-unsuitable",
        message: expect.stringContaining(`s3://objects/ignoring ignores the conditions of writes (${condition})`),
      });
      expect((await Array.fromAsync(open("ignoring").list(""))).flat()).toEqual([]);
    });

    it("reads again what broke off, and does not write again", async () => {
      await open("faults").putIfAbsent("a", bytes("whole"));
      const reading = await through(({ number }) => (number === 0 ? { kind: "truncated" } : null));
      const read = await open("faults", { endpoint: reading.endpoint }).get("a");
      expect(read?.body).toEqual(bytes("whole"));
      const writing = await through(() => ({ kind: "answer", status: 503, when: "after" }));
      const objects = open("faults", { endpoint: writing.endpoint });
      await expect(objects.putIfAbsent("b", bytes("1"))).rejects.toBeInstanceOf(StoreUnavailable);
      expect(writing.requests).toHaveLength(1);
      expect((await open("faults").get("b"))?.body).toEqual(bytes("1"));
    });

    it("takes nobody's word but S3's that an object is not there", async () => {
      await open("absent").putIfAbsent("a", bytes("there"));
      const page = await through(({ number }) => (number < 2 ? { kind: "page", status: 404, when: "before" } : null));
      expect((await open("absent", { endpoint: page.endpoint }).get("a"))?.body).toEqual(bytes("there"));
      const pages = await through(() => ({ kind: "page", status: 404, when: "before" }));
      const objects = open("absent", { endpoint: pages.endpoint, patience: createPatience({ forMs: 500 }) });
      await expect(objects.get("a")).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(objects.deleteIfMatch("a", '"x"')).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(objects.putIfMatch("a", bytes("new"), '"x"')).rejects.toBeInstanceOf(StoreUnavailable);
    });

    it.each(everyFault)("writes once, and knows its own write, whatever happens to it: $name", async ({ fault }) => {
      const prefix = `sure-${randomUUID()}`;
      const direct = open(prefix);
      await direct.putIfAbsent("taken", bytes("theirs"));
      const first = (await direct.putIfAbsent("known", bytes("old"))) ?? "";
      const gone = (await direct.putIfAbsent("gone", bytes("old"))) ?? "";
      // Of each object, the first write and what is read after it.
      const seen = new Set<string>();
      const proxy = await through(({ method, url }) => {
        const isFirst = method !== "GET" && !seen.has(url);
        seen.add(url);
        return isFirst ? fault : null;
      });
      const objects = createSureWrites(open(prefix, { endpoint: proxy.endpoint }), createPatience());
      const created = await objects.putIfAbsent("new", bytes("mine"));
      expect(await direct.get("new")).toMatchObject({ body: bytes("mine"), tag: created });
      const replaced = await objects.putIfMatch("known", bytes("mine"), first);
      expect(await direct.get("known")).toMatchObject({ body: bytes("mine"), tag: replaced });
      expect(await objects.putIfAbsent("taken", bytes("mine"))).toBeNull();
      expect(await objects.putIfMatch("other", bytes("mine"), first)).toBeNull();
      expect((await direct.get("taken"))?.body).toEqual(bytes("theirs"));
      seen.clear();
      expect(await objects.deleteIfMatch("gone", gone)).toBe(true);
      expect(await direct.get("gone")).toBeNull();
      expect(proxy.faults()).toBeGreaterThan(3);
    });

    it.each([
      ["ExpiredToken", 400, "credentials-expired"],
      ["InvalidAccessKeyId", 403, "credentials-unknown"],
    ] as const)("asks once with credentials that are %s, and says so", async (code, status, failure) => {
      const proxy = await through(() => ({ kind: "answer", status, code, when: "before" }));
      const objects = createSureWrites(open("credentials", { endpoint: proxy.endpoint }), createPatience());
      const told = { code: failure, message: expect.stringContaining("credentials") };
      await expect(objects.get("a")).rejects.toMatchObject(told);
      await expect(objects.putIfAbsent("a", bytes("1"))).rejects.toMatchObject(told);
      await expect(objects.putIfMatch("a", bytes("1"), '"x"')).rejects.toMatchObject(told);
      await expect(objects.deleteIfMatch("a", '"x"')).rejects.toMatchObject(told);
      await expect(Array.fromAsync(objects.list(""))).rejects.toMatchObject(told);
      expect(proxy.requests).toHaveLength(5);
    });

    it("says which bucket is missing", async () => {
      const objects = open("x", { bucket: "nowhere" });
      const missing = { code: "bucket-missing", message: expect.stringContaining("nowhere") };
      await expect(objects.get("a")).rejects.toMatchObject(missing);
      await expect(objects.putIfAbsent("a", bytes("1"))).rejects.toMatchObject(missing);
      await expect(Array.fromAsync(objects.list(""))).rejects.toMatchObject(missing);
    });

    it("says that it has no credentials, or no region", async () => {
      vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
      await expect(open("x").get("a")).rejects.toMatchObject({ code: "no-credentials" });
      vi.stubEnv("AWS_REGION", undefined);
      await expect(open("x", { options: "path-style=true" }).get("a")).rejects.toMatchObject({ code: "no-region" });
    });

    it("says that nobody answers", async () => {
      const objects = open("x", { endpoint: "http://127.0.0.1:1", patience: createPatience({ forMs: 500 }) });
      await expect(objects.get("a")).rejects.toMatchObject({
        code: "home-unavailable",
        message: expect.stringContaining("ECONNREFUSED"),
      });
    });

    it.runIf(checksSignatures)("says that the credentials or the region are wrong", async () => {
      await expect(open("x", { options: "region=eu-west-1" }).get("a")).rejects.toMatchObject({
        code: "wrong-region",
        next: expect.stringContaining("region=us-east-1"),
      });
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "wrong");
      const objects = open("x");
      const wrong = { code: "credentials-unknown", message: expect.stringContaining("SignatureDoesNotMatch") };
      await expect(objects.get("a")).rejects.toMatchObject(wrong);
      await expect(objects.putIfAbsent("a", bytes("1"))).rejects.toMatchObject(wrong);
    });
  });
}
