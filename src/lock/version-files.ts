import { randomUUID } from "node:crypto";
import { link, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Compare-and-swap between processes on one folder: `000000000042.json`, of which the highest number is the value as it is now.
 *
 * Each version is a file that never changes. It is written aside and then linked to the number after the version that it replaces,
 * which succeeds for one process only; so there is no moment at which a killed process leaves half a value, or a critical section that
 * nobody closes. The highest file is never deleted, so numbers only grow: who slept while others went on, and links a number that was
 * swept meanwhile, finds a higher one when it looks again, and has changed nothing.
 */
export type VersionFile = { readonly text: string; readonly number: number; readonly file: string };

/** Older versions that stay, so that who lists the folder while others write still finds a file to read. */
const versionsKept = 4;
/** What a killed process left half written is swept after so many milliseconds. */
const leftoverAgeMs = 10 * 60_000;

/** The newest version; null when there is none. */
export async function readNewest(folder: string): Promise<VersionFile | null> {
  for (;;) {
    const number = newest(await list(folder));
    if (number === 0) {
      return null;
    }
    const file = join(folder, fileOf(number));
    const text = await unless("ENOENT", readFile(file, "utf8"));
    // Null: swept between the two looks, since there are newer ones.
    if (text !== null) {
      return { text, number, file };
    }
  }
}

/** Stores `text` as the version after `after` (0 for the first) in a folder that exists; null when that is not the newest any more. */
export async function appendVersion(
  folder: string,
  write: { readonly after: number; readonly text: string },
): Promise<number | null> {
  if (newest(await list(folder)) !== write.after) {
    return null;
  }
  const number = write.after + 1;
  const file = join(folder, fileOf(number));
  const aside = join(folder, `${randomUUID()}.tmp`);
  await writeFile(aside, write.text, { flag: "wx", flush: true });
  try {
    const linked = await unless(
      "EEXIST",
      link(aside, file).then(() => true),
    );
    if (linked === null) {
      return null;
    }
  } finally {
    await rm(aside, { force: true });
  }
  const names = await list(folder);
  if (newest(names) > number) {
    await rm(file, { force: true });
    return null;
  }
  await sweep(folder, names, number);
  return number;
}

/** Deletes versions that nobody needs, and what killed processes left. That it could not is no reason to fail. */
async function sweep(folder: string, names: readonly string[], number: number): Promise<void> {
  const old = names.filter((name) => numberOf(name) > 0 && numberOf(name) <= number - versionsKept);
  const left = await Promise.all(
    names.filter((name) => name.endsWith(".tmp")).map(async (name) => ((await isLeftover(folder, name)) ? [name] : [])),
  );
  const rubbish = [...old, ...left.flat()];
  await Promise.all(rubbish.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)));
}

async function isLeftover(folder: string, name: string): Promise<boolean> {
  const found = await stat(join(folder, name)).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > leftoverAgeMs;
}

async function list(folder: string): Promise<readonly string[]> {
  return (await unless("ENOENT", readdir(folder))) ?? [];
}

function newest(names: readonly string[]): number {
  return Math.max(0, ...names.map(numberOf));
}

/** 0 for what is not a version. */
function numberOf(name: string): number {
  return Number(/^(\d{12})\.json$/.exec(name)?.[1] ?? 0);
}

function fileOf(number: number): string {
  return `${String(number).padStart(12, "0")}.json`;
}

async function unless<Value>(code: string, promise: Promise<Value>): Promise<Value | null> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === code) {
      return null;
    }
    throw error;
  }
}
