import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { checkKey } from "../home/key.ts";
import type { LockStore } from "./lock-store.ts";
import { ownerProcessIsGone } from "./owner-process.ts";
import { appendVersion, readNewest } from "./version-files.ts";
import { createVersionedStore, type Versions } from "./versioned-store.ts";

/**
 * Locks between processes of one machine, under `<directory>/<app>/<stage>/`. The folder stays when its stage is gone: who deletes it
 * while somebody holds or waits takes the lock's memory away.
 */
export function createFileLockStore(directory: string): LockStore {
  const inFolders = (place: (key: StageKey) => string): Versions => {
    const folderOf = (key: StageKey) => {
      checkKey(key);
      return place(key);
    };
    return {
      newest: async (key) =>
        explained(folderOf(key), async (folder) => {
          const found = await readNewest(folder);
          return found === null ? null : { ...found, where: found.file, clear: "delete its folder" };
        }),
      append: async (key, write) =>
        explained(folderOf(key), async (folder) => {
          await mkdir(folder, { recursive: true });
          return appendVersion(folder, write);
        }),
    };
  };
  return createVersionedStore({
    locks: inFolders(({ app, stage }) => join(directory, app, segment(stage))),
    // No stage's folder begins with a dot.
    tickets: inFolders(({ app, stage }) => join(directory, app, ".waiting", segment(stage))),
    ownerIsGone: (record) => ownerProcessIsGone(record.owner),
  });
}

/** A stage's name as a folder's, which begins with no dot. */
function segment(name: string): string {
  return name.replace(/^\./, "%2E");
}

const problems = new Map([
  ["EACCES", "this user may not write there"],
  ["EROFS", "the file system is read-only"],
  ["ENOTDIR", "a part of that path is a file"],
  ["EEXIST", "a part of that path is a file"],
  ["EPERM", "its file system has no hard links, or this user may not make them"],
  ["ENOTSUP", "its file system has no hard links"],
  ["ENOSYS", "its file system has no hard links"],
]);

/** Says of a folder that cannot serve what is wrong with it. Anything else that fails may pass, and is thrown as it is. */
async function explained<Value>(folder: string, act: (folder: string) => Promise<Value>): Promise<Value> {
  try {
    return await act(folder);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const problem = problems.get(code);
    if (problem === undefined) {
      throw cause;
    }
    throw new Failure({
      code: "lock-folder",
      message: `Locks cannot be kept in ${folder}: ${problem}.`,
      next: "Choose a local home in a folder that this user may write to, on a local disk.",
      cause,
    });
  }
}
