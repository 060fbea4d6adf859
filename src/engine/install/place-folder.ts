import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** After this many milliseconds a folder that was never put in place belongs to a run that died. */
const abandonedMs = 24 * 60 * 60 * 1000;

/**
 * Fills a folder beside its place and renames it into place: whoever looks sees all of it or nothing. Of several that do so at once the
 * first one's stays and the others' are thrown away. Whatever is in the place without being complete is replaced.
 */
export async function placeFolder(order: {
  readonly target: string;
  readonly fill: (folder: string) => Promise<void>;
  readonly isComplete: (folder: string) => Promise<boolean>;
}): Promise<void> {
  const { target, fill, isComplete } = order;
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  const prefix = `.${basename(target)}-`;
  await removeAbandoned(parent, prefix);
  const folder = await mkdtemp(join(parent, prefix));
  const aside = `${folder}-aside`;
  try {
    await fill(folder);
    await chmod(folder, 0o755);
    if ((await renameIfFree(folder, target)) || (await isComplete(target))) {
      return;
    }
    await rename(target, aside);
    await renameIfFree(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(aside, { recursive: true, force: true });
  }
}

async function renameIfFree(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && ["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(String(error.code))) {
      return false;
    }
    throw error;
  }
}

async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    const found = name.startsWith(prefix) ? await stat(path).catch(() => null) : null;
    if (found !== null && Date.now() - found.mtimeMs > abandonedMs) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
