import { setTimeout as sleep } from "node:timers/promises";

import { listStages } from "../src/commands/toolkit/list-stages.ts";
import { recordsOf } from "../src/commands/toolkit/toolkit.ts";
import type { Home } from "../src/home/home.ts";
import { stageRecord } from "../test/support/stage-record.ts";
import { openTestS3Home } from "../test/support/s3-home.ts";
import { startFaultProxy } from "../test/support/s3-fault-proxy.ts";
import { type S3Server, s3Environment } from "../test/support/s3-servers.ts";
import { type Figures, median, round } from "./figure.ts";

const stages = 1000;
const turns = 5;
const roundTripMs = 20;

/** `stagewright stages` over a home with a thousand of them, 20 ms away. `folder` is for what homes put on disk. */
export async function stages1000(server: S3Server, folder: string): Promise<Figures> {
  Object.assign(process.env, s3Environment);
  await server.createBucket("bench-stages");
  const open = (endpoint: string) => openTestS3Home({ endpoint, bucket: "bench-stages", prefix: "home", folder });
  const near = await open(server.endpoint);
  await fill(near.home);
  const proxy = await startFaultProxy({ endpoint: server.endpoint, delayMs: roundTripMs });
  try {
    const seconds: number[] = [];
    const requests: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const { home } = await open(proxy.endpoint);
      const before = proxy.requests.length;
      const begun = performance.now();
      const { json } = await listStages({ home }, { app: null });
      seconds.push((performance.now() - begun) / 1000);
      if (!Array.isArray(json) || json.length !== stages) {
        throw new Error("Not every stage was listed.");
      }
      const asked = proxy.requests.slice(before);
      requests.push(asked.filter(({ url }) => !url.includes("list-type=2")).length);
    }
    const how = `${stages} stages in a bucket ${roundTripMs} ms away, listed; ${turns} turns`;
    return {
      "stages-1000-requests": {
        value: Math.max(...requests),
        bar: 10,
        unit: "requests",
        how: `besides pages of the listing, at most; ${how}`,
      },
      "stages-1000-time": { value: round(median(seconds)), bar: 2, unit: "s", how: `median; ${how}` },
    };
  } finally {
    await proxy.stop();
  }
}

/** Writes the records, a few at a time, and waits until the home has them in its index. */
async function fill(home: Home): Promise<void> {
  const names = Array.from({ length: stages }, (_, index) => `pr-${index}`);
  while (names.length > 0) {
    await Promise.all(names.splice(0, 20).map((stage) => recordsOf({ home }).write(stageRecord({ stage }))));
  }
  await sleep(3000);
}
