import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { StageKey } from "../engine/engine.ts";
import { readIfThere } from "../engine/pulumi/project.ts";
import { writeWhole } from "./atomic-file.ts";
import { namesIn } from "./folder-names.ts";
import type { RecordStore } from "./home.ts";
import { checkKey } from "./key.ts";
import { formatRecord, parseRecord } from "./record-text.ts";
import type { StageRecord } from "./record.ts";

/** Records as files, `APP/STAGE.json` below a folder that need not exist yet. */
export function createLocalRecords(directory: string): RecordStore {
  const fileOf = (key: StageKey) => {
    checkKey(key);
    return join(directory, key.app, `${key.stage}.json`);
  };
  const read = async (key: StageKey) => {
    const file = fileOf(key);
    const text = await readIfThere(file);
    return text === null ? null : parseRecord(text, key, file);
  };
  const list = async () => {
    const records: StageRecord[] = [];
    for (const app of await namesIn(directory)) {
      for (const file of (await namesIn(join(directory, app))).filter((name) => name.endsWith(".json"))) {
        const record = await read({ app, stage: file.slice(0, -".json".length) });
        if (record !== null) {
          records.push(record);
        }
      }
    }
    return records;
  };
  return {
    read,
    write: (record) => writeWhole(fileOf(record), formatRecord(record)),
    remove: (key) => rm(fileOf(key), { force: true }),
    list,
    neighbours: async (key) => (await list()).filter((record) => record.app === key.app),
  };
}
