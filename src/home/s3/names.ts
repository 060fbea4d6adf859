import type { StageKey } from "../../engine/engine.ts";
import { checkKey } from "../key.ts";

/** Where in a home's bucket things lie; history's are in `history.ts`, locks' in `object-store.ts`. */
export const passphraseName = "secret/passphrase.json";
export const recordIndexName = "record/index.json";
export const recordFolder = "record/";

/** The stage's state, in Pulumi's own form. */
export function stateName(key: StageKey): string {
  checkKey(key);
  return `${stateFolder(key.app)}${key.stage}.json`;
}

export function stateFolder(app: string): string {
  return `app/${app}/`;
}

export function recordName(key: StageKey): string {
  checkKey(key);
  return `${recordFolder}${key.app}/${key.stage}.json`;
}

/** The stage that an object `FOLDER/APP/STAGE.json` is of; null for other objects. */
export function keyOfName(name: string, folder: string): StageKey | null {
  const [app, file, ...more] = name.slice(folder.length).split("/");
  if (!name.startsWith(folder) || app === undefined || file === undefined || more.length > 0) {
    return null;
  }
  const key = { app, stage: file.slice(0, -".json".length) };
  try {
    checkKey(key);
  } catch {
    return null;
  }
  return file.endsWith(".json") ? key : null;
}
