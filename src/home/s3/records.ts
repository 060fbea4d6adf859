import type { StageKey } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import type { Log } from "../../log.ts";
import type { RecordStore } from "../home.ts";
import { inParallel } from "../in-parallel.ts";
import type { ObjectStore, StoredObject } from "../objects/objects.ts";
import { formatRecord, parseRecord } from "../record-text.ts";
import type { StageRecord } from "../record.ts";
import { keyOfName, recordFolder, recordName } from "./names.ts";
import { createRecordIndex } from "./record-index.ts";

const readers = 32;
/** So often a removal is tried while others write. */
const tries = 5;

/**
 * Records as objects, `record/APP/STAGE.json`, written on conditions. What a list of them needs besides the listing itself is in one more
 * object (`record-index.ts`), so that a thousand stages are listed with two or three requests.
 */
export function createObjectRecords(objects: ObjectStore, log: Log): RecordStore {
  const index = createRecordIndex(objects, log);
  /** Tags of the records as this run saw them last; null for none. */
  const known = new Map<string, string | null>();

  const parse = (found: StoredObject, key: StageKey) =>
    parseRecord(new TextDecoder().decode(found.body), key, `${recordName(key)} in ${objects.where}`);

  const find = async (name: string): Promise<StoredObject | null> => {
    const found = await objects.get(name);
    known.set(name, found?.tag ?? null);
    return found;
  };

  const read = async (key: StageKey): Promise<StageRecord | null> => {
    const found = await find(recordName(key));
    return found === null ? null : parse(found, key);
  };

  const put = (name: string, body: Uint8Array): Promise<string | null> => {
    const tag = known.get(name) ?? null;
    return tag === null ? objects.putIfAbsent(name, body) : objects.putIfMatch(name, body, tag);
  };

  /** What a command under way writes is soon written again: until then a listing reads it where it is. */
  const noteEnded = (name: string, tag: string, record: StageRecord) => {
    if (record.status !== "deploying" && record.status !== "removing") {
      index.note({ name, stored: { tag, record } });
    }
  };

  const write = async (record: StageRecord): Promise<void> => {
    const name = recordName(record);
    const text = formatRecord(record);
    const body = new TextEncoder().encode(text);
    if (!known.has(name)) {
      await find(name);
    }
    const tag = await put(name, body);
    if (tag !== null) {
      known.set(name, tag);
      noteEnded(name, tag, record);
      return;
    }
    const found = await find(name);
    if (found === null || new TextDecoder().decode(found.body) !== text) {
      throw taken(record, objects.where);
    }
    // Our own, that was answered as refused.
    noteEnded(name, found.tag, record);
  };

  const list = async (folder: string): Promise<StageRecord[]> => {
    const [entries, indexed] = await Promise.all([listAll(objects, folder), index.read()]);
    let readAlone = 0;
    const records = await inParallel(entries, readers, async ({ key, name, tag }) => {
      const entry = indexed.get(name);
      // The listing is what counts: an entry is only taken for the very object that is listed.
      if (entry?.tag === tag && entry.record.app === key.app && entry.record.stage === key.stage) {
        return [entry.record];
      }
      readAlone += 1;
      const found = await objects.get(name);
      if (found === null) {
        return [];
      }
      const record = parse(found, key);
      index.note({ name, stored: { tag: found.tag, record } });
      return [record];
    });
    log.debug(`${entries.length} records listed, ${readAlone} of them read one by one.`);
    return records.flat();
  };

  return {
    read,
    write,
    list: () => list(recordFolder),
    neighbours: async (key) => {
      const own = await read(key);
      return own === null ? list(`${recordFolder}${key.app}/`) : [own];
    },
    remove: async (key) => {
      const name = recordName(key);
      for (let turn = 1; ; turn += 1) {
        const tag = known.get(name) ?? (await find(name))?.tag ?? null;
        const gone = tag === null || (await objects.deleteIfMatch(name, tag));
        if (gone) {
          known.set(name, null);
          index.note({ name, stored: null });
          return;
        }
        known.delete(name);
        if (turn === tries) {
          throw taken(key, objects.where);
        }
      }
    },
  };
}

async function listAll(objects: ObjectStore, folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const page of objects.list(folder)) {
    for (const { key: name, tag } of page) {
      const key = keyOfName(name, recordFolder);
      if (key !== null) {
        entries.push({ name, key, tag });
      }
    }
  }
  return entries;
}

type Entry = { readonly name: string; readonly key: StageKey; readonly tag: string };

function taken(key: StageKey, where: string): Failure {
  return new Failure({
    code: "record-taken",
    message: `The record of stage ${key.stage} of ${key.app} in ${where} was changed by somebody else while this run worked on the stage.`,
    next: "Look at the stage's other runs; when they have ended, run this one again.",
  });
}
