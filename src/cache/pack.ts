import { mkdir, readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * Packs parts of a folder (names in it) into an archive file. The same parts give the same bytes, whoever packs them. Rejects where one
 * of them cannot be read.
 */
export async function packParts(folder: string, parts: readonly string[], archive: string): Promise<void> {
  const { create } = await import("tar");
  const paths = (await Promise.all(parts.map((part) => pathsBelow(folder, part)))).flat().sort();
  // Nothing of the machine and the time; npm packs by this date, too, which no format of archives is too young for.
  const alike = { portable: true, mtime: new Date("1985-10-26T08:15:00Z"), noDirRecurse: true };
  await create({ cwd: folder, file: archive, zstd: true, strict: true, ...alike }, paths);
}

async function pathsBelow(folder: string, part: string): Promise<string[]> {
  const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
  return [part, ...entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)))];
}

/**
 * Unpacks an archive into a new folder. Rejects, having written nothing outside of it, where a path or the target of a link is absolute or
 * leads out of the folder.
 */
export async function unpackParts(archive: string, folder: string): Promise<void> {
  const { extract } = await import("tar");
  await mkdir(folder);
  await extract({ file: archive, cwd: folder, strict: true });
}
