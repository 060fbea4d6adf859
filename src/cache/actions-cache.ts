import type * as ActionsCache from "@actions/cache";

import type { Log } from "../log.ts";
import type { CacheEntry, RunCache } from "./run-cache.ts";

/**
 * GitHub's cache for workflows, by the Actions toolkit, which is large and loaded only when it is used. No service, a token that may only
 * read, an entry that is gone and a server that fails are told once each, and slow the run down at most.
 */
export function createActionsCache(log: Log): RunCache {
  const quietly = async <Result>(what: string, otherwise: Result, use: (cache: Toolkit) => Promise<Result>) => {
    try {
      const cache = await import("@actions/cache");
      return cache.isFeatureAvailable() ? await use(cache) : otherwise;
    } catch (error) {
      log.info(`The cache could not be ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return otherwise;
    }
  };
  return {
    restore: ({ key, beginnings, paths }) =>
      quietly("asked", "none", async (cache) => {
        const found = await cache.restoreCache([...paths], key, [...beginnings]);
        if (found === undefined) {
          return "none";
        }
        return found === key ? "exact" : "other";
      }),
    save: ({ key, paths }: CacheEntry) =>
      quietly("filled", undefined, async (cache) => {
        await cache.saveCache([...paths], key);
      }),
  };
}

type Toolkit = Pick<typeof ActionsCache, "restoreCache" | "saveCache">;
