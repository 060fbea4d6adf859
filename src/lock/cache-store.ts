import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { StageKey } from "../engine/engine.ts";
import { checkKey } from "../home/key.ts";
import type { CacheClient } from "./cache-client.ts";
import { StoreUnavailable, type LockStore } from "./lock-store.ts";
import { monotonicSeconds } from "./timing.ts";
import { createVersionedStore, type Versions } from "./versioned-store.ts";

/**
 * An entry that was begun and is not whole after so long is a dead writer's (its run was killed in between), and the number after it is
 * taken. Half of that is what a writer gives itself, from its first request to its last.
 */
const usualDoubtSeconds = 30;
/** Until then it is looked at in such steps: the service counts requests. */
const doubtStepMs = 2000;

/**
 * Locks in GitHub's cache: a version is an entry, and only one run can begin an entry of a key. It excludes runs of one ref alone, since
 * entries of other refs cannot be seen (but for the default branch's), and it forgets what GitHub evicts.
 */
export function createCacheLockStore(client: CacheClient, doubtSeconds = usualDoubtSeconds): LockStore {
  return createVersionedStore({
    locks: inCache("lock", { client, doubtSeconds }),
    tickets: inCache("waiting", { client, doubtSeconds }),
    // An entry does not tell whether who wrote it still lives.
    ownerIsGone: null,
  });
}

function inCache(
  kind: string,
  { client, doubtSeconds }: { readonly client: CacheClient; readonly doubtSeconds: number },
): Versions {
  /** Keys that were found begun and not whole, and since when. */
  const doubted = new Map<string, number>();

  const newest: Versions["newest"] = async (key) => {
    const beginning = beginningOf(kind, key);
    const found = await client.newest(beginning);
    return found === null
      ? null
      : {
          text: found.text,
          number: numberOf(found.key),
          where: `The cache's entry ${found.key}`,
          clear: `delete the entries whose keys begin with ${beginning}`,
        };
  };

  /** The first number after `after` that is not a dead writer's. */
  const freeAfter = (key: StageKey, after: number): number => {
    let number = after + 1;
    for (;;) {
      const since = doubted.get(keyOf(kind, key, number));
      if (since === undefined || monotonicSeconds() - since < doubtSeconds) {
        return number;
      }
      number += 1;
    }
  };

  return {
    newest,
    append: async (key, { after, text }) => {
      const begun = monotonicSeconds();
      if (((await newest(key))?.number ?? 0) !== after) {
        return null;
      }
      const number = freeAfter(key, after);
      const name = keyOf(kind, key, number);
      if (doubted.has(name)) {
        await sleep(doubtStepMs);
        return null;
      }
      if (!(await client.store(name, text))) {
        // Somebody else's, who is at it or died: if it does not become whole, it is passed over.
        doubted.set(name, monotonicSeconds());
        return null;
      }
      if (monotonicSeconds() - begun > doubtSeconds / 2) {
        throw new StoreUnavailable({
          code: "lock-store-unavailable",
          message: "GitHub's cache took so long to store a lock that others may have passed it over.",
          next: "Run again.",
        });
      }
      return (await newest(key))?.number === number ? number : null;
    },
  };
}

/** A name's hash: no stage's key is the beginning of another's, whatever they are called. */
function beginningOf(kind: string, key: StageKey): string {
  checkKey(key);
  const name = createHash("sha256")
    .update(JSON.stringify([key.app, key.stage]))
    .digest("hex")
    .slice(0, 40);
  return `stagewright-${kind}-${name}-`;
}

function keyOf(kind: string, key: StageKey, number: number): string {
  return `${beginningOf(kind, key)}${String(number).padStart(9, "0")}`;
}

function numberOf(name: string): number {
  return Number(/-(?<number>\d+)$/u.exec(name)?.groups?.["number"] ?? 0);
}
