import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { appendVersion, readNewest } from "../lock/version-files.ts";
import type { RowStore, Thread } from "./rows.ts";

/** Rows as files below a folder that need not exist yet, `REPOSITORY/PULL REQUEST/`, of which jobs on one machine replace only what they read. */
export function createFolderRows(directory: string): RowStore {
  const folderOf = ({ repository, pullRequest }: Thread) => join(directory, String(repository), String(pullRequest));
  return {
    read: async (of) => {
      const found = await readNewest(folderOf(of));
      return found === null ? null : { text: found.text, version: String(found.number) };
    },
    write: async (of, text, version) => {
      await mkdir(folderOf(of), { recursive: true, mode: 0o700 });
      const number = await appendVersion(folderOf(of), { after: Number(version ?? 0), text });
      return number === null ? null : String(number);
    },
  };
}
