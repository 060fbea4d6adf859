import { mkdir, rename } from "node:fs/promises";
import { basename, join } from "node:path";

import * as core from "@actions/core";
import { z } from "zod";

import { type ArchiveCache, createArchiveCache } from "../cache/archive-cache.ts";
import type { ArchiveKeeper } from "../engine/install/install-pulumi.ts";
import { pinnedVersion } from "../engine/install/pinned.ts";
import type { Log } from "../log.ts";
import type { Given } from "./wire.ts";

/** What a run keeps for the next: on a machine of one's own its folders stay, on GitHub's the engine's archive comes back by its cache. */
export type Caching = {
  /** For the engine: where Node keeps what it compiled of the program. */
  readonly environment: Readonly<Record<string, string>>;
  /** null where every run installs what it needs. */
  readonly archive: ArchiveKeeper | null;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What can be kept, and where. GitHub's cache can be filled by others than we: only what can be verified by something outside of it is kept
 * there. That is the engine's archive, by its release's checksums; not plugins or compiled code. Nothing of a stage's is ever in it.
 */
export function openCaching({ inputs, runner, environment, log }: Given): Caching {
  if (!inputs.cache) {
    return { environment: {}, archive: null };
  }
  if (runner.kind === "github-hosted") {
    return { environment: {}, archive: keeperOf(openCache({ environment, log }), runner.cacheDirectory) };
  }
  // What the user says of it counts.
  const isGiven = environment["NODE_COMPILE_CACHE"] !== undefined;
  return {
    environment: isGiven ? {} : { NODE_COMPILE_CACHE: join(runner.cacheDirectory, "compile") },
    archive: null,
  };
}

/** null where the runner names no service. */
function openCache(given: { readonly environment: Environment; readonly log: Log }): ArchiveCache | null {
  const { ACTIONS_RESULTS_URL: url = "", ACTIONS_RUNTIME_TOKEN: token = "" } = given.environment;
  return url === "" || token === "" ? null : createArchiveCache({ url, token }, given);
}

function keeperOf(cache: ArchiveCache | null, cacheDirectory: string): ArchiveKeeper | null {
  if (cache === null) {
    return null;
  }
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

/** In the post step: stores what the main step had to do without, once. */
export async function saveForNextRun(environment: Environment, log: Log): Promise<void> {
  const left = core.getState(stateName);
  if (left !== "") {
    const { key, file } = leftSchema.parse(JSON.parse(left));
    await openCache({ environment, log })?.store(key, file);
  }
}
