import type { StageKey } from "../engine/engine.ts";
import type { BackendStacks } from "./backend-stacks.ts";
import type { RecordStore } from "./home.ts";
import type { StageRecord } from "./record.ts";
import { fromTags, recordTag, toTags } from "./record-tags.ts";

/** Records in the tags of the stages' own stacks. A process for each read and each write that tells something new. */
export type TagRecords = RecordStore & {
  /** Writes what waited for the stack to be made. */
  readonly stackMade: (key: StageKey) => Promise<void>;
};

/** How many stacks are read at a time. */
const readers = 4;

export function createTagRecords(stacks: BackendStacks): TagRecords {
  /** What the stacks are known to hold, so that what is there is not written again. */
  const known = new Map<string, StageRecord>();
  /** Records of stages whose stack is not there yet. Nothing is made for such a stage before its stack is, and its record with it. */
  const waiting = new Map<string, StageRecord>();

  const read = async (key: StageKey): Promise<StageRecord | null> => {
    const waits = waiting.get(nameOf(key));
    if (waits !== undefined) {
      return waits;
    }
    const tags = await stacks.tags(key);
    const record = tags === null ? null : fromTags(tags, key);
    note(known, key, record);
    return record;
  };

  const write = async (record: StageRecord): Promise<void> => {
    const before = known.get(nameOf(record));
    if (before !== undefined && !isNews(before, record)) {
      return;
    }
    const old = before === undefined ? {} : toTags(before);
    // The first tag last: it says how much there is.
    for (const [name, value] of Object.entries(toTags(record)).toReversed()) {
      if (old[name] !== value && !(await stacks.setTag(record, { name, value }))) {
        waiting.set(nameOf(record), record);
        return;
      }
    }
    waiting.delete(nameOf(record));
    known.set(nameOf(record), record);
  };

  const list = async (app: string | null): Promise<StageRecord[]> => {
    const keys = [...(await stacks.withTag(recordTag, app))];
    const records: StageRecord[] = [];
    const readNext = async () => {
      for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
        const record = await read(key);
        // Gone since it was listed.
        if (record !== null) {
          records.push(record);
        }
      }
    };
    await Promise.all(Array.from({ length: readers }, readNext));
    return records;
  };

  return {
    read,
    write,
    list: () => list(null),
    neighbours: async (key) => {
      const own = await read(key);
      return own === null ? list(key.app) : [own];
    },
    remove: async (key) => {
      waiting.delete(nameOf(key));
      known.delete(nameOf(key));
      await stacks.removeTag(key, recordTag);
    },
    stackMade: async (key) => {
      const record = waiting.get(nameOf(key));
      if (record !== undefined) {
        await write(record);
      }
    },
  };
}

/** That a run is under way is worth no process, nor is the time of a run that changed nothing: both are only written with something else. */
function isNews(before: StageRecord, record: StageRecord): boolean {
  const underWay = record.status === "deploying" || record.status === "removing";
  const status = underWay ? before.status : record.status;
  return JSON.stringify({ ...record, status, updatedAt: "" }) !== JSON.stringify({ ...before, updatedAt: "" });
}

function note(known: Map<string, StageRecord>, key: StageKey, record: StageRecord | null): void {
  if (record === null) {
    known.delete(nameOf(key));
  } else {
    known.set(nameOf(key), record);
  }
}

function nameOf(key: StageKey): string {
  return `${key.app}/${key.stage}`;
}
