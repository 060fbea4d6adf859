import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

import { HttpClient } from "@actions/http-client";
import { z } from "zod";

import { downloadFile } from "../engine/install/download.ts";
import { createFetch } from "../http/fetch.ts";
import type { Log } from "../log.ts";
import { type CacheAccess, callCacheService } from "./call-service.ts";

/**
 * Single files in GitHub's cache for workflows, as they are. The toolkit's own packs folders, and unpacks what it is given, to wherever that says,
 * before anybody can look at it. Neither call ever rejects: without the cache a run is slower, and no more.
 */
export type ArchiveCache = {
  /** Fetches an entry into a file; false where there is none to be had. Nothing says that it is what was stored. */
  readonly fetch: (key: string, to: string) => Promise<boolean>;
  readonly store: (key: string, file: string) => Promise<void>;
};

/** Of single files, told from everything else under a key. */
const make = "a5c41e00".repeat(8);

const foundSchema = z.object({ ok: z.boolean(), signed_download_url: z.string().default("") });
const createdSchema = z.object({
  ok: z.boolean(),
  signed_upload_url: z.string().default(""),
  message: z.string().default(""),
});
const finalizedSchema = z.object({ ok: z.boolean() });

/** A client of the cache service; what it could not do is told in the log. */
export function createArchiveCache(
  access: CacheAccess,
  { environment, log }: { readonly environment: Readonly<Record<string, string | undefined>>; readonly log: Log },
): ArchiveCache {
  const fetch = createFetch(10_000);
  const call = <Result>(method: string, asked: object, schema: z.ZodType<Result>) =>
    callCacheService(access, { method, asked, make, fetch }, schema);
  const quietly = async <Result>(what: string, otherwise: Result, act: () => Promise<Result>) => {
    try {
      return await act();
    } catch (error) {
      log.info(`The cache could not be ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return otherwise;
    }
  };
  return {
    fetch: (key, to) =>
      quietly("asked", false, async () => {
        const found = await call("GetCacheEntryDownloadURL", { key, restore_keys: [] }, foundSchema);
        if (found.ok) {
          const connection = { environment, silenceMs: 20_000, retries: 1, pauseMs: 1000 };
          await downloadFile(found.signed_download_url, to, connection);
        }
        return found.ok;
      }),
    store: (key, file) =>
      quietly("filled", undefined, async () => {
        const created = await call("CreateCacheEntry", { key }, createdSchema);
        if (!created.ok) {
          throw new Error(created.message);
        }
        const { size } = await stat(file);
        await upload(created.signed_upload_url, { file, size });
        const { ok } = await call("FinalizeCacheEntryUpload", { key, size_bytes: String(size) }, finalizedSchema);
        if (!ok) {
          throw new Error("an entry could not be finished");
        }
      }),
  };
}

/** A blob of up to 5,000 MiB is put at once: https://learn.microsoft.com/rest/api/storageservices/put-blob */
async function upload(url: string, { file, size }: { readonly file: string; readonly size: number }): Promise<void> {
  const { message } = await new HttpClient("stagewright").sendStream("PUT", url, createReadStream(file), {
    "content-length": String(size),
    "content-type": "application/octet-stream",
    "x-ms-blob-type": "BlockBlob",
    "x-ms-version": "2020-10-02",
  });
  message.resume();
  if (message.statusCode !== 201) {
    throw new Error(`an upload was answered with ${message.statusCode}`);
  }
}
