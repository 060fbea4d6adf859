import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { jsonOrNull } from "../../json.ts";
import type { Log } from "../../log.ts";
import type { ObjectStore, StoredObject } from "../objects/objects.ts";
import { stageRecordSchema } from "../record.ts";
import { recordIndexName } from "./names.ts";

const entrySchema = z.strictObject({ tag: z.string(), record: stageRecordSchema });
const indexSchema = z.strictObject({ version: z.literal(1), records: z.record(z.string(), z.unknown()) });

type Indexed = z.infer<typeof entrySchema>;

/** A record as it is stored under a name, with the tag of that very object; null where there is none any more. */
export type IndexEntry = { readonly name: string; readonly stored: Indexed | null };

/**
 * Copies of all records in one object, so that listing them takes no request for each. It is never trusted further than the listing: what
 * it lacks or holds in another version is read where it is, and written in by whoever found it. That it cannot be read or written slows a
 * listing and fails nothing.
 */
export type RecordIndex = {
  readonly read: () => Promise<ReadonlyMap<string, Indexed>>;
  /** Writes an entry in, some time soon: entries that come while a write is under way go with the next one. */
  readonly note: (entry: IndexEntry) => void;
};

/** How often the write is tried while others write too. */
const tries = 6;

export function createRecordIndex(objects: ObjectStore, log: Log): RecordIndex {
  const waiting = new Map<string, Indexed | null>();
  let isWriting = false;

  async function writeWaiting(): Promise<void> {
    try {
      for (let turn = 1; waiting.size > 0 && turn <= tries; turn += 1) {
        const batch = new Map(waiting);
        if (await writeIn(batch)) {
          turn = 0;
          forget(waiting, batch);
        } else {
          await sleep(Math.random() * 100 * turn);
        }
      }
    } finally {
      waiting.clear();
      isWriting = false;
    }
  }

  /** Resolves to false when somebody else wrote the index meanwhile. */
  async function writeIn(batch: ReadonlyMap<string, Indexed | null>): Promise<boolean> {
    const found = await objects.get(recordIndexName);
    const all = Object.entries({ ...entriesOf(found), ...Object.fromEntries(batch) });
    const records = Object.fromEntries(all.filter(([, entry]) => entry !== null));
    const body = new TextEncoder().encode(`${JSON.stringify({ version: 1, records })}\n`);
    const written =
      found === null
        ? objects.putIfAbsent(recordIndexName, body)
        : objects.putIfMatch(recordIndexName, body, found.tag);
    return (await written) !== null;
  }

  return {
    read: async () => {
      const found = await objects.get(recordIndexName).catch((error: unknown) => {
        log.debug(`The index of the records could not be read: ${String(error)}`);
        return null;
      });
      const entries = Object.entries(entriesOf(found)).flatMap(([name, value]): [string, Indexed][] => {
        const entry = entrySchema.safeParse(value);
        return entry.success ? [[name, entry.data]] : [];
      });
      return new Map(entries);
    },
    note: ({ name, stored }) => {
      waiting.set(name, stored);
      if (!isWriting) {
        isWriting = true;
        writeWaiting().catch((error: unknown) =>
          log.debug(`The index of the records could not be written: ${String(error)}`),
        );
      }
    },
  };
}

/** What came while it was written stays. */
function forget<Entry>(waiting: Map<string, Entry>, written: ReadonlyMap<string, Entry>): void {
  for (const [name, entry] of written) {
    if (waiting.get(name) === entry) {
      waiting.delete(name);
    }
  }
}

function entriesOf(found: StoredObject | null): Readonly<Record<string, unknown>> {
  const index = found === null ? null : jsonOrNull(new TextDecoder().decode(found.body));
  return indexSchema.safeParse(index).data?.records ?? {};
}
