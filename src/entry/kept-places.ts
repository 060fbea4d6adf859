import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import type { FoundKept, KeptPlace, KeptPlaces } from "../commands/kept-places.ts";
import type { StageKey } from "../engine/engine.ts";
import { parseKept } from "../home/kept-state.ts";
import { type CacheClient, createCacheClient } from "../lock/cache-client.ts";
import type { Log } from "../log.ts";

const requestMs = 60_000;

/**
 * Keeps states in `<directory>/<home, app and stage>/<id>.json`, for this user alone to read, and, on a machine that is thrown away, in
 * GitHub's cache, where the stage's next run on the same ref finds them. They are encrypted already.
 */
export function createKeptPlaces(given: {
  readonly directory: string;
  /** null where there is no cache to be used. */
  readonly cache: CacheClient | null;
  readonly log: Log;
}): KeptPlaces {
  const { directory, cache, log } = given;
  const folderOf = (where: string, key: StageKey) => join(directory, nameOf(where, key));
  const quietly = async <Result>(what: string, otherwise: Result, act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      log.warning(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return otherwise;
    }
  };

  const inFolder = async (where: string, key: StageKey): Promise<FoundKept[]> => {
    const folder = folderOf(where, key);
    const names = await readdir(folder).catch(() => []);
    return Promise.all(
      names
        .filter((name) => /^[\w-]+\.json$/u.test(name))
        .map(async (name): Promise<FoundKept> => {
          const path = join(folder, name);
          const kept = parseKept(await readFile(path, "utf8").catch(() => ""));
          const id = basename(name, ".json");
          return { id, kept, place: { kind: "file", path }, forget: () => rm(path, { force: true }) };
        }),
    );
  };
  const inCache = async (where: string, key: StageKey): Promise<FoundKept[]> => {
    const beginning = beginningOf(where, key);
    const found = (await cache?.newest(beginning)) ?? null;
    if (found === null) {
      return [];
    }
    const id = found.key.slice(beginning.length);
    // An entry goes by itself when it is not used for a week.
    return [
      { id, kept: parseKept(found.text), place: { kind: "cache", key: found.key }, forget: async () => undefined },
    ];
  };

  return {
    keep: async (kept, isHidden) => {
      const text = `${JSON.stringify(kept)}\n`;
      const toFile = async (): Promise<KeptPlace[]> => {
        const folder = folderOf(kept.where, kept);
        const path = join(folder, `${kept.id}.json`);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(path, text, { mode: 0o600, flush: true });
        return [{ kind: "file", path }];
      };
      const toCache = async (): Promise<KeptPlace[]> => {
        const key = `${beginningOf(kept.where, kept)}${kept.id}`;
        return cache !== null && (await cache.store(key, text)) ? [{ kind: "cache", key }] : [];
      };
      const places = [
        await quietly("The state could not be kept on this machine", [], toFile),
        isHidden ? await quietly("The state could not be kept in GitHub's cache", [], toCache) : [],
      ];
      return places.flat();
    },
    of: async ({ where, key, inCache: isAsked }) => {
      const files = await inFolder(where, key);
      const entries = isAsked
        ? await quietly("Whether an earlier run kept a state in GitHub's cache is not known", [], () =>
            inCache(where, key),
          )
        : [];
      const known = new Set(files.map(({ id }) => id));
      return [...files, ...entries.filter(({ id }) => !known.has(id))];
    },
  };
}

/** The cache that the runner tells a step of; null where there is none. */
export function cacheOfRunner(environment: Readonly<Record<string, string | undefined>>): CacheClient | null {
  const [url, token] = [environment["ACTIONS_RESULTS_URL"] ?? "", environment["ACTIONS_RUNTIME_TOKEN"] ?? ""];
  return url === "" || token === "" ? null : createCacheClient({ url, token }, { requestMs });
}

function beginningOf(where: string, key: StageKey): string {
  return `stagewright-unstored-${nameOf(where, key)}-`;
}

function nameOf(where: string, { app, stage }: StageKey): string {
  return createHash("sha256")
    .update(JSON.stringify([where, app, stage]))
    .digest("hex")
    .slice(0, 40);
}
