import { gunzipSync } from "node:zlib";

import type { StageKey } from "../engine/engine.ts";
import { checkKey } from "./key.ts";
import type { ObjectStore } from "./objects/objects.ts";

/** A stack of a stage's name that plain Pulumi keeps beside a home. `importArguments`: what `stagewright state import` needs to read it. */
export type OldStack = { readonly where: string; readonly importArguments: readonly string[] };

/** Looks for one; null where there is none. Only asked for a stage of which the home has nothing. */
export type FindOldStack = (key: StageKey) => Promise<OldStack | null>;

/** Where Pulumi's own storage backend may have been used before: a bucket's root or prefix, a folder. */
type Place = {
  readonly objects: Pick<ObjectStore, "get"> & {
    /** The names that begin so. */
    readonly names: (prefix: string) => Promise<readonly string[]>;
  };
  readonly where: string;
  readonly argumentsFor: (name: string) => readonly string[];
};

const folder = ".pulumi/stacks/";
const endings = [".json", ".json.gz", ".json.zst"];

/**
 * Looks into a place for the files of Pulumi's storage backends: `.pulumi/stacks/APP/STAGE.json` (or `.json.gz`, `.json.zst`), and
 * `.pulumi/stacks/STAGE.json` of Pulumi before 3.61, which belongs to the app if its resources do.
 */
export function findInPlace({ objects, where, argumentsFor }: Place): FindOldStack {
  return async (key) => {
    checkKey(key);
    const found = async (stem: string) => {
      const names = await objects.names(`${stem}.json`);
      return names.find((name) => endings.some((ending) => name === stem + ending)) ?? null;
    };
    const [own, legacy] = await Promise.all([
      found(`${folder}${key.app}/${key.stage}`),
      found(`${folder}${key.stage}`),
    ]);
    const name = own ?? (legacy !== null && (await mayBeOf(objects, legacy, key)) ? legacy : null);
    return name === null ? null : { where: `${where}/${name}`, importArguments: argumentsFor(name) };
  };
}

/** What cannot be read here may be the app's. */
async function mayBeOf(objects: Pick<ObjectStore, "get">, name: string, key: StageKey): Promise<boolean> {
  const body = (await objects.get(name))?.body;
  if (body === undefined || name.endsWith(".zst")) {
    return body !== undefined;
  }
  const text = new TextDecoder().decode(name.endsWith(".gz") ? gunzipSync(body) : body);
  return text.includes(`urn:pulumi:${key.stage}::${key.app}::`);
}

/** The first that finds one. All are asked at once. */
export function firstOldStack(finders: readonly FindOldStack[]): FindOldStack {
  return async (key) => {
    const all = await Promise.all(finders.map((find) => find(key)));
    return all.find((found) => found !== null) ?? null;
  };
}
