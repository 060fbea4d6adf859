import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { z } from "zod";

/** A stand-in for GitHub's cache service, version 2, as the Actions toolkit talks to it: Twirp in JSON, and blobs by signed addresses. */
export type CacheService = AsyncDisposable & {
  /** What the runner gives a step that may use it; `scope` is the run's ref, then those whose entries it may read. */
  readonly environment: (scope: readonly string[], may?: "write" | "read") => Readonly<Record<string, string>>;
  /** `SCOPE KEY` of what was stored. */
  readonly entries: () => readonly string[];
  /** What was asked, by method name. */
  readonly requests: readonly string[];
  readonly evict: () => void;
  /** What somebody else put in place of every entry's content. */
  readonly poison: (body: Buffer) => void;
  /** Every answer is this status from now on; null: as it should be. */
  readonly fail: (status: number | null) => void;
};

type Entry = { readonly scope: string; readonly key: string; readonly version: string; body: Buffer; isWhole: boolean };

const tokenSchema = z.object({ scopes: z.array(z.string()), may: z.enum(["write", "read"]) });
const askedSchema = z.looseObject({
  key: z.string(),
  version: z.string(),
  restore_keys: z.array(z.string()).default([]),
});

/** Starts one on 127.0.0.1. */
export async function startCacheService(): Promise<CacheService> {
  let entries: Entry[] = [];
  const requests: string[] = [];
  let failing: number | null = null;
  let url = "";

  const answers: Readonly<
    Record<string, (asked: z.infer<typeof askedSchema>, token: z.infer<typeof tokenSchema>) => object>
  > = {
    CreateCacheEntry: ({ key, version }, { scopes, may }) => {
      const [scope = ""] = scopes;
      if (may === "read") {
        return { ok: false, signed_upload_url: "", message: "cache write denied: the token may only read" };
      }
      if (entries.some((entry) => entry.scope === scope && entry.key === key && entry.version === version)) {
        return {
          ok: false,
          signed_upload_url: "",
          message: "cache entry with the same key, version, and scope already exists",
        };
      }
      entries.push({ scope, key, version, body: Buffer.alloc(0), isWhole: false });
      return { ok: true, signed_upload_url: `${url}/blobs/${entries.length - 1}?sig=signature`, message: "" };
    },
    FinalizeCacheEntryUpload: ({ key, version }, { scopes }) => {
      const found = entries.findIndex(
        (entry) => entry.scope === scopes[0] && entry.key === key && entry.version === version,
      );
      entries = entries.map((entry, index) => (index === found ? { ...entry, isWhole: true } : entry));
      return { ok: found !== -1, entry_id: String(found), message: "" };
    },
    GetCacheEntryDownloadURL: ({ key, version, restore_keys: beginnings }, { scopes }) => {
      const usable = (entry: Entry) => entry.isWhole && entry.version === version;
      for (const scope of scopes) {
        for (const [index, wanted] of [key, ...beginnings].entries()) {
          const matches = (entry: Entry) => (index === 0 ? entry.key === wanted : entry.key.startsWith(wanted));
          const found = entries.findLastIndex((entry) => entry.scope === scope && usable(entry) && matches(entry));
          if (found !== -1) {
            return {
              ok: true,
              signed_download_url: `${url}/blobs/${found}?sig=signature`,
              matched_key: entries[found]?.key,
            };
          }
        }
      }
      return { ok: false, signed_download_url: "", matched_key: "" };
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const { pathname } = new URL(request.url ?? "/", url);
    const method = pathname.split("/").at(-1) ?? "";
    if (failing !== null) {
      requests.push(method);
      response.writeHead(failing, { "content-type": "application/json" }).end('{"msg":"out of order"}');
      return;
    }
    const blob = /^\/blobs\/(?<index>\d+)$/u.exec(pathname)?.groups?.["index"];
    if (blob !== undefined) {
      serveBlob(Number(blob), { request, response, body });
      return;
    }
    requests.push(method);
    const token = tokenSchema.parse(
      JSON.parse(Buffer.from((request.headers.authorization ?? "").replace(/^Bearer /u, ""), "base64url").toString()),
    );
    const answer = answers[method]?.(askedSchema.parse(JSON.parse(body.toString())), token);
    response
      .writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" })
      .end(JSON.stringify(answer ?? { msg: "no such method" }));
  }

  function serveBlob(
    index: number,
    { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: Buffer },
  ): void {
    const entry = entries[index];
    if (entry === undefined) {
      response.writeHead(404).end();
    } else if (request.method === "PUT") {
      entry.body = body;
      response.writeHead(201, { etag: '"1"', "last-modified": new Date(0).toUTCString() }).end();
    } else {
      response.writeHead(200, { "content-length": entry.body.length }).end(request.method === "HEAD" ? "" : entry.body);
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    environment: (scopes, may = "write") => ({
      ACTIONS_CACHE_SERVICE_V2: "true",
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_RUNTIME_TOKEN: Buffer.from(JSON.stringify({ scopes, may })).toString("base64url"),
    }),
    entries: () => entries.filter(({ isWhole }) => isWhole).map(({ scope, key }) => `${scope} ${key}`),
    requests,
    evict: () => {
      entries = [];
    },
    poison: (body) => {
      entries = entries.map((entry) => ({ ...entry, body }));
    },
    fail: (status) => {
      failing = status;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}
