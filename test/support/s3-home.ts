import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";

import type { Home } from "../../src/home/home.ts";
import { parseS3Address } from "../../src/home/objects/s3-address.ts";
import { createPatience } from "../../src/home/objects/patience.ts";
import { createS3Objects } from "../../src/home/objects/s3.ts";
import type { ObjectStore } from "../../src/home/objects/objects.ts";
import { createS3Home } from "../../src/home/s3/s3.ts";

/** A home in a test server's bucket, with the objects in it and what was said. */
export type TestS3Home = {
  readonly home: Home;
  readonly objects: ObjectStore;
  readonly log: readonly string[];
  /** What the mask was told. */
  readonly secrets: readonly unknown[];
  /** Where the home puts its folders. */
  readonly temporaryDirectory: string;
};

/** Opens a home at a server's `endpoint`; `prefix` tells one home from others in the bucket. */
export async function openTestS3Home(given: {
  readonly endpoint: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly folder: string;
  readonly passphraseGiven?: boolean;
  readonly keepSnapshots?: number;
  readonly storeTimeoutSeconds?: number;
  /** How long a connection may be silent, in milliseconds. */
  readonly silenceMs?: number;
  /** Puts something between the home and its objects. */
  readonly wrap?: (objects: ObjectStore) => ObjectStore;
}): Promise<TestS3Home> {
  const { endpoint, bucket, prefix } = given;
  const { storeTimeoutSeconds = 60, silenceMs } = given;
  const objects = createS3Objects(parseS3Address(`s3://${bucket}/${prefix}?endpoint=${endpoint}&region=us-east-1`), {
    patience: createPatience({ forMs: Math.min(30, storeTimeoutSeconds) * 1000 }),
    ...(silenceMs === undefined ? {} : { silenceMs }),
  });
  const lines: string[] = [];
  const secrets: unknown[] = [];
  const say = (text: string) => {
    lines.push(text);
  };
  const temporaryDirectory = await mkdtemp(join(given.folder, "temp-"));
  const home = createS3Home({
    objects: given.wrap?.(objects) ?? objects,
    passphrase: given.passphraseGiven === true ? "given passphrase" : null,
    storeTimeoutSeconds,
    keepSnapshots: given.keepSnapshots ?? 30,
    secrets: { add: (value) => secrets.push(value) },
    log: { info: say, warning: say, error: say, debug: say },
    temporaryDirectory,
  });
  return { home, objects, log: lines, secrets, temporaryDirectory };
}
