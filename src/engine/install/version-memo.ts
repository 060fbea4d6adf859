import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import valid from "semver/functions/valid.js";
import { z } from "zod";

import { askVersion } from "./program-version.ts";

const memoSchema = z.strictObject({ path: z.string(), size: z.number(), mtimeMs: z.number(), version: z.string() });

/** Below this many bytes it is a version manager's shim, which may start another Pulumi tomorrow or in another folder. */
const smallestProgram = 1024 * 1024;

/**
 * The version of a Pulumi program, from a note in the cache folder when the same file (real path, size, time of change) was asked before,
 * so that a second run needs no process. Rejects as `askVersion` does; a note that cannot be read or written only costs time.
 */
export async function versionOf(order: {
  readonly command: string;
  readonly cacheDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): Promise<string> {
  const path = await realpath(order.command);
  const { size, mtimeMs } = await stat(path);
  if (size < smallestProgram || !/^pulumi(?:\.exe)?$/u.test(basename(path))) {
    return askVersion(order.command, order.environment);
  }
  const folder = join(order.cacheDirectory, "engine", "known");
  const note = join(folder, `${createHash("sha256").update(path).digest("hex").slice(0, 32)}.json`);
  const known = await readNote(note);
  if (known?.path === path && known.size === size && known.mtimeMs === mtimeMs && valid(known.version) !== null) {
    return known.version;
  }
  const version = await askVersion(order.command, order.environment);
  await writeNote(note, { path, size, mtimeMs, version }).catch(() => undefined);
  return version;
}

async function readNote(note: string): Promise<z.infer<typeof memoSchema> | null> {
  try {
    return memoSchema.parse(JSON.parse(await readFile(note, "utf8")));
  } catch {
    return null;
  }
}

async function writeNote(note: string, known: z.infer<typeof memoSchema>): Promise<void> {
  await mkdir(join(note, ".."), { recursive: true });
  const temporary = `${note}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, JSON.stringify(known));
    await rename(temporary, note);
  } finally {
    await rm(temporary, { force: true });
  }
}
