import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

import { HttpClient } from "@actions/http-client";
import redirecting from "follow-redirects";

/** What Octokit asks its `fetch` for. */
export type Question = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What Octokit reads of an answer. */
export type Answer = {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: () => Promise<string>;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
};

const unpack = promisify(gunzip);

/**
 * A `fetch` for Octokit over Node's own HTTP, by the job's proxy as the Actions toolkit finds it, with a limit for each attempt in milliseconds
 * that holds for the body too. The body is read here, so that a connection that ends within it fails the attempt, which is then retried;
 * Octokit itself would go on with an empty answer. (The global `fetch` costs half as much again until the engine starts, and as much
 * beside it, to be loaded and compiled.)
 */
export function createFetch(attemptMs: number): (url: string, question: Question) => Promise<Answer> {
  // It knows the rules of proxies, and its connections are used again.
  const toolkit = new HttpClient("stagewright", [], { keepAlive: true });
  return async (url, { method, headers, body, signal }) => {
    const limit = AbortSignal.timeout(attemptMs);
    const asked = (url.startsWith("https:") ? redirecting.https : redirecting.http).request(url, {
      method,
      headers: {
        ...headers,
        "accept-encoding": "gzip",
        ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      },
      agent: toolkit.getAgent(url),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    const message = await new Promise<IncomingMessage & { readonly responseUrl: string }>((resolve, reject) => {
      asked.once("response", resolve).on("error", reject);
      asked.end(body);
    });
    const answer = await bodyOf(message);
    return {
      status: message.statusCode ?? 0,
      statusText: message.statusMessage ?? "",
      url: message.responseUrl,
      headers: new Map(Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(", ")])),
      text: async () => answer.toString("utf8"),
      arrayBuffer: async () => new Uint8Array(answer).buffer,
    };
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const body = await buffer(message);
  return message.headers["content-encoding"] === "gzip" && body.length > 0 ? await unpack(body) : body;
}
