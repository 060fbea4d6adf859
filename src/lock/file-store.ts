import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { parseLockRecord } from "./lock-record.ts";
import type { LockStore } from "./lock-store.ts";
import { ownerProcessIsGone } from "./owner-process.ts";
import { parseTicket } from "./ticket.ts";
import { appendVersion, readNewest, type VersionFile } from "./version-files.ts";

/**
 * Locks between processes of one machine, under `<directory>/<app>/<stage>/`. The folder stays when its stage is gone: who deletes it
 * while somebody holds or waits takes the lock's memory away.
 */
export function createFileLockStore(directory: string): LockStore {
  const inFolder = <Value>(
    key: { readonly app: string; readonly stage: string },
    act: (folder: string) => Promise<Value>,
  ) => explained(join(directory, segment(key.app), segment(key.stage)), act);
  // No stage's folder begins with a dot.
  const ticketFolder = (key: StageKey) => join(directory, segment(key.app), ".waiting", segment(key.stage));
  return {
    read: (key) =>
      inFolder(key, async (folder) => {
        const found = await readNewest(folder);
        return found === null ? null : { record: parse(found), version: String(found.number) };
      }),
    create: (key, record) =>
      inFolder(key, async (folder) => {
        await mkdir(folder, { recursive: true });
        const number = await appendVersion(folder, { after: 0, text: JSON.stringify(record, null, 2) });
        return number === null ? null : { record, version: String(number) };
      }),
    replace: (key, record, version) =>
      inFolder(key, async (folder) => {
        const number = await appendVersion(folder, { after: Number(version), text: JSON.stringify(record, null, 2) });
        return number === null ? null : { record, version: String(number) };
      }),
    ownerIsGone: (record) => ownerProcessIsGone(record.owner),
    tickets: {
      read: async (key) => {
        const found = await readNewest(ticketFolder(key));
        const ticket = found === null ? null : parseTicket(found.text);
        return found === null || ticket === null ? null : { ticket, version: String(found.number) };
      },
      write: async (key, ticket, version) => {
        await mkdir(ticketFolder(key), { recursive: true });
        await appendVersion(ticketFolder(key), { after: Number(version ?? 0), text: JSON.stringify(ticket) });
      },
    },
  };
}

/** A name as one path segment: `.` and `..` are the only ones left that mean something to a file system. */
function segment(name: string): string {
  return encodeURIComponent(name).replace(/^\./, "%2E");
}

function parse(found: VersionFile) {
  const record = parseLockRecord(found.text);
  if (record === null) {
    throw new Failure({
      code: "lock-unreadable",
      message: `${found.file} is not a lock that this version of Stagewright can read.`,
      next: "Use the version of Stagewright that wrote it; or make sure that nothing runs on this stage, and delete its folder.",
    });
  }
  return record;
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
