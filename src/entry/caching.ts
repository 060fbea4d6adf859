import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import * as core from "@actions/core";
import { z } from "zod";

import { createActionsCache } from "../cache/actions-cache.ts";
import type { CacheEntry } from "../cache/run-cache.ts";
import { pinnedVersion } from "../engine/install/pinned.ts";
import type { Log } from "../log.ts";
import { hashLockFiles } from "./lock-files.ts";
import type { Given } from "./wire.ts";

/** What a run keeps for the next: on a machine of one's own its folders stay, on GitHub's they are brought back by its cache. */
export type Caching = {
  /** For the engine: where Node keeps what it compiled of the program. */
  readonly environment: Readonly<Record<string, string>>;
  /** Resolves when plugins and compiled code are in place, or are not to be had. */
  readonly ready: Promise<void>;
  /** Brings an engine's folder back; false where it is not to be had. */
  readonly restoreEngine: (folder: string) => Promise<boolean>;
};

/** Where the runner says that GitHub's cache is. */
const serviceVariables = ["ACTIONS_RESULTS_URL", "ACTIONS_CACHE_URL"];
const machine = `${process.platform}-${process.arch}`;

/** Begins to bring back what earlier runs kept. Nothing of a stage's is ever in it: no state, no configuration, no secret. */
export function openCaching(given: Given): Caching {
  const { inputs, runner, environment, log, request } = given;
  if (!inputs.cache) {
    return withoutService({});
  }
  const compiled = join(runner.cacheDirectory, "compile");
  // What the user says of it counts.
  const compiling = environment["NODE_COMPILE_CACHE"] === undefined ? { NODE_COMPILE_CACHE: compiled } : {};
  // Without a service the toolkit, which is large, need not be loaded.
  const hasService = serviceVariables.some((name) => (environment[name] ?? "") !== "");
  if (runner.kind !== "github-hosted" || !hasService) {
    return withoutService(compiling);
  }
  const cache = createActionsCache(log);
  const toSave: CacheEntry[] = [];
  const bring = async (entry: CacheEntry): Promise<"exact" | "other" | "none"> => {
    const found = await cache.restore(entry);
    if (found !== "exact") {
      toSave.push(entry);
      // The runner takes what was saved last.
      core.saveState(stateName, JSON.stringify(toSave));
    }
    return found;
  };
  const plugins = join(environment["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), "plugins");
  const bringDependencies = async () => {
    const entry = await dependencies({ request, runner, paths: [compiled, plugins] });
    if (entry !== null) {
      await bring(entry);
    }
  };
  const ready = bringDependencies();
  return {
    environment: compiling,
    ready,
    restoreEngine: async (folder) =>
      (await bring({ key: `stagewright-engine-${pinnedVersion}-${machine}`, beginnings: [], paths: [folder] })) !==
      "none",
  };
}

function withoutService(environment: Caching["environment"]): Caching {
  return { environment, ready: Promise.resolve(), restoreEngine: async () => false };
}

/** null where there is no project whose plugins could be told, as in a removal without a checkout. */
async function dependencies(given: {
  readonly request: { readonly directory: string; readonly path: string };
  readonly runner: { readonly workspace: string };
  readonly paths: readonly string[];
}): Promise<CacheEntry | null> {
  const { request, runner, paths } = given;
  const locks = await hashLockFiles(request.directory, runner.workspace);
  const beginning = `stagewright-program-${machine}-${process.version}-${pinnedVersion}-${request.path.replaceAll(",", "_")}-`;
  return locks === null ? null : { key: `${beginning}${locks}`, beginnings: [beginning], paths };
}

const stateName = "cache";
const leftSchema = z.array(z.object({ key: z.string(), beginnings: z.array(z.string()), paths: z.array(z.string()) }));

/** In the post step: stores what the main step had to do without, once. */
export async function saveForNextRun(log: Log): Promise<void> {
  const left = core.getState(stateName);
  const cache = createActionsCache(log);
  for (const entry of left === "" ? [] : leftSchema.parse(JSON.parse(left))) {
    // A folder that a run did not come to would make the toolkit complain.
    await Promise.all(entry.paths.map((path) => mkdir(path, { recursive: true })));
    await cache.save(entry);
  }
}
