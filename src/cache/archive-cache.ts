import { stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import type { Log } from "../log.ts";
import type * as Toolkit from "./toolkit.ts";

/**
 * Single files in GitHub's cache for workflows, as they are: whoever fetches one can compare it before anything of it is unpacked. Neither
 * call ever rejects: without the cache a run is slower, and no more.
 */
export type ArchiveCache = {
  /** Fetches an entry into a file (absolute); false where there is none to be had. Nothing says that it is what was stored. */
  readonly fetch: (key: string, to: string) => Promise<boolean>;
  /** Resolves to whether there is an entry of that key now: this one, or one that was there. */
  readonly store: (key: string, file: string) => Promise<boolean>;
};

/** Of single files, told from everything else under a key. */
const make = "a5c41e00".repeat(8);
/** The toolkit's own patience is half a minute, for which an engine would have to wait. */
const service = { maxAttempts: 2, retryIntervalMs: 500 };
const lookupMs = 15_000;
/** A segment has 128 MiB. */
const download = { useAzureSdk: true, timeoutInMs: 20_000, segmentTimeoutInMs: 120_000 };
/** As the toolkit's `saveCache` has them. */
const upload = { useAzureSdk: true, uploadChunkSize: 64 * 1024 * 1024, uploadConcurrency: 8 };

/** The cache by the Actions toolkit, which finds the service by the runner's variables. What it could not do is said in the log. */
export function createArchiveCache(log: Log): ArchiveCache {
  const quietly = async (what: string, act: (toolkit: typeof Toolkit) => Promise<boolean>) => {
    try {
      return await act(await import("./toolkit.ts"));
    } catch (error) {
      log.info(`The cache could not be ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };
  return {
    fetch: (key, to) =>
      quietly("read", async (toolkit) => {
        if (!toolkit.isCacheReadable(toolkit.getCacheMode())) {
          return false;
        }
        const client = toolkit.internalCacheTwirpClient(service);
        const found = await within(lookupMs, client.GetCacheEntryDownloadURL({ key, restoreKeys: [], version: make }));
        if (found.ok) {
          await toolkit.downloadCache(found.signedDownloadUrl, to, download);
        }
        return found.ok;
      }),
    store: (key, file) =>
      quietly("filled", async (toolkit) => {
        if (!toolkit.isCacheWritable(toolkit.getCacheMode())) {
          return false;
        }
        const client = toolkit.internalCacheTwirpClient(service);
        const created = await client.CreateCacheEntry({ key, version: make }).catch(refusalOf);
        if (!created.ok) {
          if (isThere(created.message)) {
            return true;
          }
          throw new Error(created.message);
        }
        const { size } = await stat(file);
        await toolkit.saveCache(-1, file, created.signedUploadUrl, { ...upload, archiveSizeBytes: size });
        const finished = await client.FinalizeCacheEntryUpload({ key, version: make, sizeBytes: String(size) });
        if (!finished.ok) {
          throw new Error(finished.message || "an entry could not be finished");
        }
        return true;
      }),
  };
}

/** GitHub refuses a key that is taken with the status 409, which the toolkit throws as an error; other servers by their answer. */
function refusalOf(error: unknown) {
  if (error instanceof Error && isThere(error.message)) {
    return { ok: false, signedUploadUrl: "", message: error.message };
  }
  throw error;
}

function isThere(message: string): boolean {
  return /already exists|\(409\)/u.test(message);
}

/** The toolkit itself waits for minutes for a service that says nothing. */
async function within<Result>(ms: number, promise: Promise<Result>): Promise<Result> {
  const timer = new AbortController();
  const late = pause(ms, null, { signal: timer.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${ms / 1000} s`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => undefined);
    timer.abort();
  }
}
