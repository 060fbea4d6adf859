import { access, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { referencesIn } from "../../engine/pulumi/reference-name.ts";
import type { Log } from "../../log.ts";
import { inParallel } from "../in-parallel.ts";
import { isKey } from "../key.ts";
import type { ListedObject, ObjectStore } from "../objects/objects.ts";
import { type OtherStages, stateInFolder } from "../other-stages.ts";
import { createPulumiFolder, type PulumiFolder } from "../pulumi-folder.ts";
import { keyOfName, stateName } from "./names.ts";

const readers = 16;
/** So much is fetched of what may never be read. What is missing then is fetched when the engine asks for it, which costs a second run. */
const mostStages = 64;
const mostBytes = 8 * 1024 * 1024;
/** Stages that are looked at for it. */
const mostListed = 2000;

/**
 * Puts the states of other stages, of all apps, where the engine finds them, for stack references; they are never stored back. Those that
 * `state` says the stage referred to come always, and of the others as many as are cheap: first those of the same name (`getStack()`),
 * pull requests' last.
 */
export async function fetchOthers(given: {
  readonly objects: ObjectStore;
  readonly key: StageKey;
  readonly state: Promise<Checkpoint | null>;
  readonly folder: PulumiFolder;
  readonly log: Log;
}): Promise<void> {
  const { objects, key, folder, log } = given;
  const [state, listed] = await Promise.all([given.state, listOthers(objects, key)]);
  const named = referencesIn(state?.checkpoint.latest ?? null, key.app).filter(isKey);
  const names = new Set(named.map(stateName));
  const chosen = [
    ...named.filter((other) => stateName(other) !== stateName(key)),
    ...choose(
      listed.filter(({ object }) => !names.has(object.key)),
      key,
    ),
  ];
  log.debug(`${listed.length} other stages are in the home; ${chosen.length} of their states are fetched.`);
  await inParallel(chosen, readers, (other) => fetchState(objects, folder, other));
}

/** The other stages of a home in a bucket, whose states the engine finds in `folder` once they are brought there. */
export function createOtherStages(objects: ObjectStore, folder: string): OtherStages {
  const pulumi = createPulumiFolder(folder);
  return {
    where: objects.where,
    folder,
    bring: async (key) => {
      const isThere = await access(pulumi.checkpoint(key)).then(
        () => true,
        () => false,
      );
      return !isThere && fetchState(objects, pulumi, key);
    },
    found: (key) => stateInFolder(folder, key),
    all: async () => {
      const all: StageKey[] = [];
      for await (const page of statePages(objects)) {
        all.push(...page.map(({ key }) => key));
      }
      return all;
    },
  };
}

async function fetchState(objects: ObjectStore, folder: PulumiFolder, key: StageKey): Promise<boolean> {
  const found = await objects.get(stateName(key));
  if (found === null) {
    return false;
  }
  const file = folder.checkpoint(key);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, found.body, { mode: 0o600 });
  return true;
}

type Other = { readonly object: ListedObject; readonly key: StageKey };

/** The states in a home, a page at a time. */
async function* statePages(objects: ObjectStore): AsyncGenerator<Other[]> {
  for await (const page of objects.list("app/")) {
    yield page.flatMap((object) => {
      const key = keyOfName(object.key, "app/");
      return key === null ? [] : [{ object, key }];
    });
  }
}

async function listOthers(objects: ObjectStore, own: StageKey): Promise<Other[]> {
  const listed: Other[] = [];
  for await (const page of statePages(objects)) {
    listed.push(...page.filter(({ key }) => stateName(key) !== stateName(own)));
    if (listed.length >= mostListed) {
      break;
    }
  }
  return listed;
}

function choose(listed: readonly Other[], own: StageKey): StageKey[] {
  const rank = ({ key }: Other) => (key.stage === own.stage ? 0 : /^pr-\d+$/u.test(key.stage) ? 2 : 1);
  const ordered = [...listed].sort((a, b) => rank(a) - rank(b) || a.object.size - b.object.size);
  let bytes = 0;
  return ordered
    .slice(0, mostStages)
    .filter(({ object }) => (bytes += object.size) <= mostBytes)
    .map(({ key }) => key);
}
