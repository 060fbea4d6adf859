import { mkdir, rename } from "node:fs/promises";
import { basename, join } from "node:path";

import * as core from "@actions/core";
import { z } from "zod";

import { type ArchiveCache, createArchiveCache } from "../cache/archive-cache.ts";
import type { ArchiveKeeper } from "../engine/install/install-pulumi.ts";
import { pinnedVersion } from "../engine/install/pinned.ts";
import { parseHomeAddress } from "../home/address.ts";
import type { Log } from "../log.ts";
import type { Inputs } from "./inputs.ts";
import type { Runner } from "./runner.ts";
import type { Given } from "./wire.ts";

/** What a run keeps for the next: on a machine of one's own its folders stay, on GitHub's they come back by its cache. */
export type Caching = {
  /** For the engine: where Node keeps what it compiled of the program. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where an engine's archive is kept; null where every run installs what it needs. */
  readonly archive: ArchiveKeeper | null;
  /** Where folders are kept (`bring-folders.ts`); null where they stay, or nothing could tell what was kept from what somebody else put there. */
  readonly folders: ArchiveCache | null;
};

/** What decides what is kept. */
export type CachingGiven = Pick<Given, "environment" | "log"> & {
  readonly inputs: Pick<Inputs, "cache" | "home">;
  readonly runner: Pick<Runner, "kind" | "cacheDirectory">;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What can be kept, and where. GitHub's cache can be filled by others than we: only what can be verified by something outside of it is kept
 * there. That is the engine's archive, by its release's checksums, and folders by the digests that a home keeps. Nothing of a stage's is
 * ever in it.
 */
export function openCaching({ inputs, runner, environment, log }: CachingGiven): Caching {
  const nothing: Caching = { environment: {}, archive: null, folders: null };
  if (!inputs.cache) {
    return nothing;
  }
  const compiled = { NODE_COMPILE_CACHE: compileFolder(runner) };
  // What the user says of it counts.
  const compiling = environment["NODE_COMPILE_CACHE"] === undefined ? compiled : {};
  if (runner.kind !== "github-hosted") {
    return { ...nothing, environment: compiling };
  }
  const cache = openCache(environment, log);
  if (cache === null) {
    return nothing;
  }
  const archive = keeperOf(cache, runner.cacheDirectory);
  return parseHomeAddress(inputs.home).kind === "backend"
    ? { ...nothing, archive }
    : { environment: compiling, archive, folders: cache };
}

/** Where what Node compiled of programs is kept. */
export function compileFolder({ cacheDirectory }: Pick<Runner, "cacheDirectory">): string {
  return join(cacheDirectory, "compile");
}

/** null where the runner names no service. */
export function openCache(environment: Environment, log: Log): ArchiveCache | null {
  const { ACTIONS_RESULTS_URL: url = "", ACTIONS_RUNTIME_TOKEN: token = "" } = environment;
  return url === "" || token === "" ? null : createArchiveCache(log);
}

function keeperOf(cache: ArchiveCache, cacheDirectory: string): ArchiveKeeper {
  const entry = `stagewright-pulumi-${pinnedVersion}-${process.platform}-${process.arch}`;
  return {
    entry,
    fetch: (to) => cache.fetch(entry, to),
    keep: async (archive) => {
      const file = join(cacheDirectory, "archive", basename(archive));
      await mkdir(join(file, ".."), { recursive: true });
      await rename(archive, file);
      core.saveState(stateName, JSON.stringify({ key: entry, file }));
    },
  };
}

const stateName = "cache";
const leftSchema = z.object({ key: z.string(), file: z.string() });

/** In the post step: stores the engine's archive where the main step had to do without, once. */
export async function saveEngine(environment: Environment, log: Log): Promise<void> {
  const left = core.getState(stateName);
  if (left !== "") {
    const { key, file } = leftSchema.parse(JSON.parse(left));
    await openCache(environment, log)?.store(key, file);
  }
}
