import { Failure } from "../failure.ts";
import type { HomeAddress } from "../home/address.ts";
import { createCacheClient } from "../lock/cache-client.ts";
import { createCacheLockStore } from "../lock/cache-store.ts";
import type { LockStore } from "../lock/lock-store.ts";
import { defaultTiming } from "../lock/timing.ts";
import type { Log } from "../log.ts";

/** Locks in GitHub's cache, by what the runner says of its service; a `Failure` where there is none, or where the home has better ones. */
export function openCacheLocks(
  { environment, log }: { readonly environment: Readonly<Record<string, string | undefined>>; readonly log: Log },
  { kind }: HomeAddress,
): LockStore {
  if (kind !== "backend") {
    throw new Failure({
      code: "bad-input",
      message: `input \`lock\` is "cache", and home \`${kind}\` has locks of its own, which hold for every run.`,
      next: "Leave `lock` out.",
    });
  }
  const [url, token] = [environment["ACTIONS_RESULTS_URL"] ?? "", environment["ACTIONS_RUNTIME_TOKEN"] ?? ""];
  if (url === "" || token === "") {
    throw new Failure({
      code: "no-cache-service",
      message:
        'Input `lock` is "cache", and the runner names no cache service (ACTIONS_RESULTS_URL, ACTIONS_RUNTIME_TOKEN).',
      next: "GitHub's own runners have one; elsewhere leave `lock` out, or use home `s3://…`.",
    });
  }
  log.info("The lock lies in GitHub's cache: it keeps runs of this ref apart, and not those of other refs.");
  return createCacheLockStore(createCacheClient({ url, token }, { requestMs: defaultTiming.requestSeconds * 1000 }));
}
