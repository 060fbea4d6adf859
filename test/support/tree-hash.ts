import { createHash } from "node:crypto";
import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** Every file below a folder with the hash of what it holds, to see whether anything was written there; links are not followed. */
export async function hashTree(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hashes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [
        path.slice(folder.length + 1),
        entry.isFile() ? await hashFile(path) : await kindOf(path, entry),
      ] as const;
    }),
  );
  return Object.fromEntries(hashes.toSorted(([one], [other]) => one.localeCompare(other)));
}

async function hashFile(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

async function kindOf(path: string, entry: { readonly isSymbolicLink: () => boolean }): Promise<string> {
  return entry.isSymbolicLink() ? `link to ${await readlink(path)}` : "folder";
}
