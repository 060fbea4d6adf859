import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

import type { HistoryObjects } from "./history.ts";
import { sha256 } from "./state-hash.ts";

/** Objects as files below a folder that need not exist yet, readable by this user alone. */
export function createFolderObjects(directory: string): HistoryObjects {
  const fileOf = (key: string) => join(directory, ...key.split("/"));
  return {
    get: async (key) => {
      const body = await unless("ENOENT", readFile(fileOf(key)));
      return body === null ? null : { body, tag: sha256(body) };
    },
    putIfAbsent: async (key, body) => {
      const file = fileOf(key);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const aside = `${file}.${randomUUID()}.tmp`;
      await writeFile(aside, body, { mode: 0o600, flag: "wx", flush: true });
      try {
        const linked = await unless(
          "EEXIST",
          link(aside, file).then(() => true),
        );
        return linked === null ? null : sha256(body);
      } finally {
        await rm(aside, { force: true });
      }
    },
    remove: ({ key }) => rm(fileOf(key), { force: true }),
    async *list(prefix) {
      const files = await filesBelow(fileOf(prefix));
      const keys = files.map((file) => relative(directory, file).split(sep).join("/")).sort();
      const listed = await Promise.all(
        keys.map(async (key) => {
          const found = await unless("ENOENT", stat(fileOf(key)));
          return found === null ? [] : [{ key, tag: `"${found.mtimeMs}"`, size: found.size, modifiedAt: found.mtime }];
        }),
      );
      yield listed.flat();
    },
  };
}

/** Whole files only: what a killed process was writing is none. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = (await unless("ENOENT", readdir(folder, { recursive: true, withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".tmp"))
    .map((entry) => join(entry.parentPath, entry.name));
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
