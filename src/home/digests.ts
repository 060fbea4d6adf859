import { rm } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import { readIfThere } from "../engine/pulumi/project.ts";
import { writeWhole } from "./atomic-file.ts";
import { checkKey } from "./key.ts";
import type { ObjectStore } from "./objects/objects.ts";

const digestSchema = z.object({
  kind: z.enum(["plugins", "compiled"]),
  machine: z.string(),
  basis: z.string(),
  entry: z.string(),
  /** Of the entry as it was stored. */
  sha256: z.string().regex(/^[\da-f]{64}$/u),
});
const storedSchema = z.object({ version: z.literal(1), entries: z.array(digestSchema) });

/** What an entry of GitHub's cache has to be that a run on the stage stored there: the cache itself is no proof of that. */
export type Digest = z.infer<typeof digestSchema>;

/** Digests of what runs on a stage stored in GitHub's cache; of each kind and machine the newest. */
export type DigestStore = {
  /** None where nothing that can be read is stored. */
  readonly read: (key: StageKey) => Promise<readonly Digest[]>;
  /** Adds to, and replaces in, what is stored. Resolves to false where others wrote at the same time again and again. */
  readonly add: (key: StageKey, digests: readonly Digest[]) => Promise<boolean>;
  readonly remove: (key: StageKey) => Promise<void>;
};

/** Where digests lie, by name: `digest/APP/STAGE.json`. */
type DigestObjects = {
  readonly get: (name: string) => Promise<{ readonly body: Uint8Array; readonly tag: string } | null>;
  /** Over the one of that tag; null: over none. False where there is another. */
  readonly put: (name: string, body: Uint8Array, tag: string | null) => Promise<boolean>;
  readonly remove: (name: string, tag: string) => Promise<unknown>;
};

/** Digests as objects of a home, written on conditions. */
export function createObjectDigests(objects: Omit<ObjectStore, "list" | "where">): DigestStore {
  return createDigests({
    get: objects.get,
    put: async (name, body, tag) =>
      (await (tag === null ? objects.putIfAbsent(name, body) : objects.putIfMatch(name, body, tag))) !== null,
    remove: objects.deleteIfMatch,
  });
}

/** Digests as files of a home in a folder: of runs that write at the same time the last one's count. */
export function createFolderDigests(directory: string): DigestStore {
  const fileOf = (name: string) => join(directory, ...name.split("/"));
  return createDigests({
    get: async (name) => {
      const text = await readIfThere(fileOf(name));
      return text === null ? null : { body: new TextEncoder().encode(text), tag: "" };
    },
    put: async (name, body) => {
      await writeWhole(fileOf(name), new TextDecoder().decode(body));
      return true;
    },
    remove: (name) => rm(fileOf(name), { force: true }),
  });
}

const tries = 3;

function createDigests(objects: DigestObjects): DigestStore {
  const nameOf = (key: StageKey) => {
    checkKey(key);
    return `digest/${key.app}/${key.stage}.json`;
  };
  return {
    read: async (key) => parse(await objects.get(nameOf(key))),
    add: async (key, digests) => {
      for (let turn = 0; turn < tries; turn += 1) {
        const found = await objects.get(nameOf(key));
        const others = parse(found).filter((old) => !digests.some((one) => isSameSlot(one, old)));
        const text = `${JSON.stringify({ version: 1, entries: [...others, ...digests] }, null, 2)}\n`;
        if (await objects.put(nameOf(key), new TextEncoder().encode(text), found?.tag ?? null)) {
          return true;
        }
      }
      return false;
    },
    remove: async (key) => {
      const found = await objects.get(nameOf(key));
      if (found !== null) {
        await objects.remove(nameOf(key), found.tag);
      }
    },
  };
}

function isSameSlot(one: Digest, other: Digest): boolean {
  return one.kind === other.kind && one.machine === other.machine;
}

/** What is broken, or of another version, proves nothing and is none. */
function parse(found: { readonly body: Uint8Array } | null): readonly Digest[] {
  try {
    return found === null ? [] : storedSchema.parse(JSON.parse(new TextDecoder().decode(found.body))).entries;
  } catch {
    return [];
  }
}
