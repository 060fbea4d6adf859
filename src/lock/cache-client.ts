import { z } from "zod";

import { type CacheAccess, callCacheService } from "./call-cache.ts";
import { Failure } from "../failure.ts";
import { createFetch } from "../http/fetch.ts";
import { StoreUnavailable } from "./lock-store.ts";

/** Small texts in GitHub's cache for workflows, which are stored once and never change. */
export type CacheClient = {
  /** The newest whole entry whose key starts so, of those that this run's ref may read; null when there is none. */
  readonly newest: (beginning: string) => Promise<{ readonly key: string; readonly text: string } | null>;
  /** Resolves to false when an entry of that key is there, or was begun and never came to its end. */
  readonly store: (key: string, text: string) => Promise<boolean>;
};

/** Entries of another make than ours are none: the service compares it. */
const make = "5a1c0de1".repeat(8);
/** How the service begins its refusal of a token that may only read (actions/toolkit, `CACHE_WRITE_DENIED_PREFIX`). */
const deniedWrite = "cache write denied";

const createdSchema = z.object({
  ok: z.boolean(),
  signed_upload_url: z.string().default(""),
  message: z.string().default(""),
});
const finalizedSchema = z.object({ ok: z.boolean() });
const foundSchema = z.object({
  ok: z.boolean(),
  signed_download_url: z.string().default(""),
  matched_key: z.string().default(""),
});

/**
 * A client of the cache service's second version (contents go by signed addresses); the toolkit's own packs whole folders, and tells no refusal from another. A service that does not answer, or not as it should, is `StoreUnavailable`.
 */
export function createCacheClient(access: CacheAccess, { requestMs }: { readonly requestMs: number }): CacheClient {
  const fetch = createFetch(requestMs);

  async function send(asked: {
    readonly what: string;
    readonly url: string;
    readonly method: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }): Promise<string> {
    const { what, url, method, headers = {}, body } = asked;
    const answer = await fetch(url, { method, headers, body }).catch((cause: unknown) => {
      throw unavailable(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
    });
    if (answer.status < 200 || answer.status > 299) {
      throw unavailable(`${what} was answered with ${answer.status}`);
    }
    return answer.text();
  }

  async function call<Result>(method: string, asked: object, schema: z.ZodType<Result>): Promise<Result> {
    return callCacheService(access, { method, asked, make, fetch }, schema).catch((error: unknown) => {
      throw unavailable(error instanceof Error ? error.message : String(error));
    });
  }

  return {
    newest: async (beginning) => {
      const asked = { key: beginning, restore_keys: [beginning] };
      const found = await call("GetCacheEntryDownloadURL", asked, foundSchema);
      if (!found.ok) {
        return null;
      }
      return {
        key: found.matched_key,
        text: await send({ what: "A download", url: found.signed_download_url, method: "GET" }),
      };
    },
    store: async (key, text) => {
      const created = await call("CreateCacheEntry", { key }, createdSchema);
      if (!created.ok) {
        refuseReadOnly(created.message);
        return false;
      }
      const headers = { "x-ms-blob-type": "BlockBlob", "content-type": "application/octet-stream" };
      await send({ what: "An upload", url: created.signed_upload_url, method: "PUT", headers, body: text });
      const asked = { key, size_bytes: String(Buffer.byteLength(text)) };
      const finalized = await call("FinalizeCacheEntryUpload", asked, finalizedSchema);
      if (!finalized.ok) {
        throw unavailable("an entry could not be finished");
      }
      return true;
    },
  };
}

function refuseReadOnly(message: string): void {
  if (message.toLowerCase().startsWith(deniedWrite)) {
    throw new Failure({
      code: "lock-read-only",
      message: `This run may not write to GitHub's cache (${message}), so it can take no lock there.`,
      next: "Events such as `pull_request_target` and `issue_comment` get a token that may only read: use a home with locks of its own (`s3://…`), or `lock: home`.",
    });
  }
}

function unavailable(what: string): StoreUnavailable {
  return new StoreUnavailable({
    code: "lock-store-unavailable",
    message: `GitHub's cache did not serve as the store of locks: ${what}.`,
    next: "Run again, or use a home with locks of its own (`s3://…`).",
  });
}
