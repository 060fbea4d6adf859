import { randomUUID } from "node:crypto";

import { afterAll, beforeAll } from "vitest";

import { testHome } from "../../contract/home.ts";
import { openTestS3Home } from "../../support/s3-home.ts";
import { type S3Server, s3Environment } from "../../support/s3-servers.ts";

/** The home's contract in a bucket on one server, with the real engine. */
export function testS3Home(name: string, start: () => Promise<S3Server>): void {
  let server: S3Server | undefined;
  beforeAll(async () => {
    Object.assign(process.env, s3Environment);
    server = await start();
    await server.createBucket("home");
  }, 300_000);
  afterAll(() => server?.stop());

  testHome(`s3 on ${name}`, async ({ folder }) => {
    const endpoint = server?.endpoint ?? "";
    const { home } = await openTestS3Home({ endpoint, bucket: "home", prefix: `${name}/${randomUUID()}`, folder });
    return home;
  });
}
