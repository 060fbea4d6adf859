import type { z } from "zod";

import type { createFetch } from "../http/fetch.ts";

/** Where GitHub's cache service for workflows is and by which token, as the runner tells a step. */
export type CacheAccess = { readonly url: string; readonly token: string };

/**
 * Asks the cache service's second version, as the Actions toolkit does (Twirp in JSON). No answer, a refusal and an answer of another form
 * are an `Error` each that says so. `make` tells entries of different makes apart under one key: 64 hexadecimal digits.
 */
export async function callCacheService<Result>(
  { url, token }: CacheAccess,
  call: {
    readonly method: string;
    readonly asked: object;
    readonly make: string;
    readonly fetch: ReturnType<typeof createFetch>;
  },
  schema: z.ZodType<Result>,
): Promise<Result> {
  const { method, asked, make } = call;
  const answer = await call
    .fetch(new URL(`twirp/github.actions.results.api.v1.CacheService/${method}`, url).href, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ ...asked, version: make }),
    })
    .catch((cause: unknown) => {
      throw new Error(`${method}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`${method} was answered with ${answer.status}`);
  }
  const text = await answer.text();
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${method} was answered with something else`, { cause });
  }
}
