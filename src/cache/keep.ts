import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import type { ArchiveCache } from "./archive-cache.ts";
import { type Brought, type KeptFolder, worthKeeping } from "./kept-folder.ts";
import { packParts } from "./pack.ts";
import { sha256Of } from "./sha256-of.ts";

/** An entry that was stored, and what it is, for whoever has to tell it from another. */
export type StoredEntry = Pick<KeptFolder, "kind" | "machine" | "basis"> & {
  readonly entry: string;
  readonly sha256: string;
};

/**
 * Stores a folder's parts as they are after a run. Resolves to null where they are what was brought, where there is nothing, and where
 * the cache takes nothing. An entry's name tells what is in it; the same parts packed on two machines make one entry.
 */
export async function keepFolder(
  kept: KeptFolder,
  brought: Brought,
  { cache, temporaryDirectory }: { readonly cache: ArchiveCache; readonly temporaryDirectory: string },
): Promise<StoredEntry | null> {
  const parts = await worthKeeping(kept, brought);
  if (parts.length === 0 || parts.join("\0") === brought.parts.join("\0")) {
    return null;
  }
  const { kind, machine, basis } = kept;
  const aside = await mkdtemp(join(temporaryDirectory, "stagewright-kept-"));
  try {
    const archive = join(aside, "entry");
    await packParts(kept.folder, parts, archive);
    const sha256 = await sha256Of(archive);
    const content = createHash("sha256")
      .update(JSON.stringify([basis, parts]))
      .digest("hex");
    const names = ["stagewright", kind, machine, content.slice(0, 16), sha256.slice(0, 16)];
    // The name of an entry that was not what it should have been stays taken.
    const entry = [...names, ...(brought.refused ? [randomUUID().slice(0, 8)] : [])].join("-");
    return (await cache.store(entry, archive)) ? { kind, machine, basis, entry, sha256 } : null;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
