import { randomBytes } from "node:crypto";

import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import type { Checkpoint } from "../engine/pulumi/checkpoint.ts";
import { Failure } from "../failure.ts";
import { parseCheckpoint } from "./checkpoint-text.ts";
import { inParallel } from "./in-parallel.ts";
import { checkKey } from "./key.ts";
import type { ListedObject, ObjectStore } from "./objects/objects.ts";
import { type UpdateRecord, updateRecordSchema } from "./update-record.ts";
import { commandLine } from "../reader/advice.ts";

/** Where history is kept: objects that are written once. */
export type HistoryObjects = Pick<ObjectStore, "get" | "putIfAbsent" | "list"> & {
  readonly remove: (listed: ListedObject) => Promise<unknown>;
};

/** A stage's state as it was once. `storedAt` is by the store's clock. */
export type Snapshot = { readonly id: string; readonly bytes: number; readonly storedAt: Date };

/** What was done to stages, and their states as they were. Lists are the newest first. */
export type History = {
  readonly updates: (key: StageKey, limit?: number) => Promise<readonly UpdateRecord[]>;
  readonly snapshots: (key: StageKey) => Promise<readonly Snapshot[]>;
  /** The `Failure`s: `no-snapshot`, `broken-state`, and `foreign-state` for one of another app or stage. */
  readonly readSnapshot: (key: StageKey, id: string) => Promise<{ readonly text: string; readonly state: Checkpoint }>;
  /** `id` is a `newId`. */
  readonly addSnapshot: (key: StageKey, id: string, body: Uint8Array) => Promise<void>;
  readonly addUpdate: (update: UpdateRecord) => Promise<void>;
  /** Deletes all snapshots of a stage but the newest; `keep` is how many stay, by default as many as the home keeps. */
  readonly prune: (key: StageKey, keep?: number) => Promise<void>;
};

const readers = 16;
/** Updates are small; so many of a stage are read, unless more are asked for. */
const usualUpdates = 50;
const idForm = /^\d{8}T\d{9}Z-[\da-f]{6}$/u;

/** History as objects: `snapshot/APP/STAGE/ID.json`, `update/APP/STAGE/ID.json`. */
export function createHistory(objects: HistoryObjects, { keepSnapshots }: { readonly keepSnapshots: number }): History {
  const listed = async (kind: "snapshot" | "update", key: StageKey): Promise<Found[]> => {
    checkKey(key);
    const folder = `${kind}/${key.app}/${key.stage}/`;
    const found: Found[] = [];
    for await (const page of objects.list(folder)) {
      for (const object of page) {
        const id = object.key.slice(folder.length, -".json".length);
        // What somebody else put there is not ours to count, let alone to delete.
        if (object.key.endsWith(".json") && idForm.test(id)) {
          found.push({ id, object });
        }
      }
    }
    return found.sort((a, b) => (a.id < b.id ? 1 : -1));
  };
  const add = async (name: string, body: Uint8Array): Promise<void> => {
    // Its name is of this run alone: what is there already is our own write, of which the answer was lost.
    await objects.putIfAbsent(name, body);
  };

  return {
    updates: async (key, limit = usualUpdates) => {
      const newest = (await listed("update", key)).slice(0, limit);
      const read = await inParallel(newest, readers, async ({ object }) => {
        const found = await objects.get(object.key);
        return found === null ? [] : [parseUpdate(found.body, object.key)];
      });
      return read.flat();
    },
    snapshots: async (key) =>
      (await listed("snapshot", key)).map(({ id, object }) => ({
        id,
        bytes: object.size,
        storedAt: object.modifiedAt,
      })),
    readSnapshot: async (key, id) => {
      checkKey(key);
      const name = nameOf("snapshot", key, id);
      const found = idForm.test(id) ? await objects.get(name) : null;
      if (found === null) {
        throw new Failure({
          code: "no-snapshot",
          message: `Stage ${key.stage} of ${key.app} has no snapshot ${JSON.stringify(id)}.`,
          next: `\`${commandLine("state history", key)}\` lists the snapshots that there are.`,
        });
      }
      const text = new TextDecoder().decode(found.body);
      return { text, state: parseCheckpoint(text, key, name) };
    },
    addSnapshot: async (key, id, body) => {
      checkKey(key);
      await add(nameOf("snapshot", key, id), body);
    },
    addUpdate: async (update) => {
      checkKey(update);
      const text = `${JSON.stringify(updateRecordSchema.parse(update), null, 2)}\n`;
      await add(nameOf("update", update, update.id), new TextEncoder().encode(text));
    },
    prune: async (key, keep = keepSnapshots) => {
      const old = (await listed("snapshot", key)).slice(keep);
      await inParallel(old, readers, async ({ object }) => {
        await objects.remove(object);
      });
    },
  };
}

/** An id that sorts by time (UTC, milliseconds) and that no other run makes in the same moment. */
export function newId(now: Date): string {
  return `${now.toISOString().replaceAll(/[-:.]/gu, "")}-${randomBytes(3).toString("hex")}`;
}

type Found = { readonly id: string; readonly object: ListedObject };

function nameOf(kind: "snapshot" | "update", key: StageKey, id: string): string {
  return `${kind}/${key.app}/${key.stage}/${id}.json`;
}

function parseUpdate(body: Uint8Array, name: string): UpdateRecord {
  try {
    return updateRecordSchema.parse(JSON.parse(new TextDecoder().decode(body)));
  } catch (cause) {
    throw new Failure({
      code: "broken-history",
      message: `${name} is not a record of an update: ${cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)}`,
      next: "Nothing was changed. If a newer version of Stagewright wrote it, use that; else delete the object.",
      cause,
    });
  }
}
