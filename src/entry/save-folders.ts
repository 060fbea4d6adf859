import * as core from "@actions/core";
import { z } from "zod";

import type { ArchiveCache } from "../cache/archive-cache.ts";
import { keepFolder, type StoredEntry } from "../cache/keep.ts";
import type { Home } from "../home/home.ts";
import type { Log } from "../log.ts";

const stateName = "kept-folders";
const leftSchema = z.object({
  key: z.object({ app: z.string(), stage: z.string() }),
  folders: z.array(
    z.object({
      folder: z.object({
        kind: z.enum(["plugins", "compiled"]),
        folder: z.string(),
        machine: z.string(),
        basis: z.string(),
      }),
      brought: z.object({
        before: z.array(z.string()).readonly(),
        parts: z.array(z.string()).readonly(),
        refused: z.boolean(),
      }),
    }),
  ),
});
type Left = z.infer<typeof leftSchema>;

/** In the main step: notes what the post step is to look at, when the program has run. */
export function noteFolders(left: Left): void {
  core.saveState(stateName, JSON.stringify(left));
}

/**
 * In the post step: stores what the main step left in these folders and did not find in the cache, and records in the stage's home what was
 * stored. `openHome` is only called when something was.
 */
export async function saveFolders(of: {
  readonly cache: ArchiveCache;
  readonly temporaryDirectory: string;
  readonly openHome: () => Promise<Pick<Home, "digests" | "records">>;
  readonly log: Log;
}): Promise<void> {
  const text = core.getState(stateName);
  const left = text === "" ? null : leftSchema.parse(JSON.parse(text));
  if (left === null) {
    return;
  }
  const stored: StoredEntry[] = [];
  for (const { folder, brought } of left.folders) {
    const entry = await keepFolder(folder, brought, of);
    stored.push(...(entry === null ? [] : [entry]));
  }
  if (stored.length === 0) {
    return;
  }
  const { digests, records } = await of.openHome();
  // Of a stage that was removed meanwhile nothing is to come back.
  const isThere = (await records?.read(left.key)) !== null;
  if (isThere && (await digests?.add(left.key, stored)) === true) {
    of.log.info(`Kept in GitHub's cache: ${stored.map(({ entry }) => entry).join(", ")}`);
  }
}
