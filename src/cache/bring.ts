import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { Log } from "../log.ts";
import type { ArchiveCache } from "./archive-cache.ts";
import { type Brought, type KeptFolder, partsOf } from "./kept-folder.ts";
import { unpackParts } from "./pack.ts";
import { sha256Of, wrongEntry } from "./sha256-of.ts";

/** An entry that may be used, by whom, and what it has to be: from elsewhere than the cache. */
export type TrustedEntry = { readonly entry: string; readonly sha256: string; readonly by: string };

/**
 * Brings a folder's parts back from the first of the entries that is to be had. Nothing of an entry is unpacked before its SHA-256 is found
 * to be the one that `entries` names, and then only into a new folder beside the kept one, from which whole parts are moved. Parts that are
 * there stay as they are. Never rejects: what cannot be used is said in the log, in one line.
 */
export async function bringBack(
  kept: KeptFolder,
  entries: readonly TrustedEntry[],
  { cache, log, signal }: { readonly cache: ArchiveCache; readonly log: Log; readonly signal: AbortSignal },
): Promise<Brought> {
  const before = await partsOf(kept);
  let refused = false;
  for (const trusted of entries) {
    try {
      const parts = await bringEntry(kept, trusted, { cache, signal });
      if (parts !== null) {
        log.info(`From GitHub's cache: ${trusted.entry}`);
        return { before, parts, refused };
      }
    } catch (error) {
      refused = true;
      log.warning(error instanceof Error ? error.message : String(error));
    }
  }
  return { before, parts: [], refused };
}

/** The parts that it brought; null where there is no such entry, or nobody wants it any more. */
async function bringEntry(
  kept: KeptFolder,
  { entry, sha256: expected, by }: TrustedEntry,
  { cache, signal }: { readonly cache: ArchiveCache; readonly signal: AbortSignal },
): Promise<string[] | null> {
  await mkdir(dirname(kept.folder), { recursive: true });
  const aside = await mkdtemp(join(dirname(kept.folder), `.stagewright-${kept.kind}-`));
  try {
    const archive = join(aside, "entry");
    if (signal.aborted || !(await cache.fetch(entry, archive))) {
      return null;
    }
    const sha256 = await sha256Of(archive);
    if (sha256 !== expected) {
      throw new Error(wrongEntry({ entry, by, sha256, expected }));
    }
    const unpacked = join(aside, "parts");
    await unpackParts(archive, unpacked).catch((error: unknown) => {
      const how = error instanceof Error ? error.message : String(error);
      throw new Error(`The cache entry ${entry} cannot be unpacked, and was thrown away: ${how}`, { cause: error });
    });
    return signal.aborted ? null : await movedInto(kept, unpacked);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function movedInto({ kind, folder }: KeptFolder, from: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const moved: string[] = [];
  for (const part of await partsOf({ kind, folder: from })) {
    try {
      await rename(join(from, part), join(folder, part));
      moved.push(part);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST"))) {
        throw error;
      }
    }
  }
  return moved;
}
