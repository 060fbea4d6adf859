import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, onTestFinished } from "vitest";

import { openTestS3Home, type TestS3Home } from "./s3-home.ts";
import { type Fault, type FaultProxy, type ProxiedRequest, startFaultProxy } from "./s3-fault-proxy.ts";
import { type S3Server, s3Environment } from "./s3-servers.ts";

type Opened = Partial<Parameters<typeof openTestS3Home>[0]>;

/** One server for the tests of a file, and homes in it. */
export type S3Places = {
  /** A home of the test's own; what comes back opens it, any number of times, perhaps through a proxy or with something in between. */
  readonly newPlace: (usual?: Opened) => (more?: Opened) => Promise<TestS3Home>;
  /** A proxy before the server, for the rest of the test. */
  readonly proxied: (choose: (asked: ProxiedRequest) => Fault | null, delayMs?: number) => Promise<FaultProxy>;
};

/** To be called where tests are declared: the server runs while they do. */
export function useS3Places(start: () => Promise<S3Server>): S3Places {
  let server: S3Server | undefined;
  let folder: string;
  beforeAll(async () => {
    Object.assign(process.env, s3Environment);
    folder = await mkdtemp(join(tmpdir(), "stagewright-places-"));
    server = await start();
    await server.createBucket("places");
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const endpoint = () => server?.endpoint ?? "";
  return {
    newPlace: (usual = {}) => {
      const prefix = randomUUID();
      return (more = {}) =>
        openTestS3Home({ endpoint: endpoint(), bucket: "places", prefix, folder, ...usual, ...more });
    },
    proxied: async (choose, delayMs = 0) => {
      const proxy = await startFaultProxy({ endpoint: endpoint(), delayMs, choose });
      onTestFinished(() => proxy.stop());
      return proxy;
    },
  };
}

/** The text of an object; null when there is none. */
export async function storedText({ objects }: TestS3Home, name: string): Promise<string | null> {
  const found = await objects.get(name);
  return found === null ? null : new TextDecoder().decode(found.body);
}
