import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import type { Log } from "../../log.ts";
import { inParallel } from "../in-parallel.ts";
import type { ListedObject, ObjectStore } from "../objects/objects.ts";
import type { PulumiFolder } from "../pulumi-folder.ts";
import { keyOfName, stateFolder } from "./names.ts";

const readers = 16;
/** More than this is not fetched for stack references that may never be read. */
const mostStages = 256;
const mostBytes = 64 * 1024 * 1024;

/**
 * Puts the states of the app's other stages where the engine finds them, for stack references; they are never stored back. Where an app
 * has very many, those come first that the stage referred to in its last deploy (`state` resolves to it), then the small ones.
 */
export async function fetchSiblings(given: {
  readonly objects: ObjectStore;
  readonly key: StageKey;
  readonly state: Promise<Checkpoint | null>;
  readonly folder: PulumiFolder;
  readonly log: Log;
}): Promise<void> {
  const { objects, key, folder } = given;
  const listed: Sibling[] = [];
  for await (const page of objects.list(stateFolder(key.app))) {
    for (const object of page) {
      const other = keyOfName(object.key, "app/");
      if (other !== null && other.stage !== key.stage) {
        listed.push({ object, key: other });
      }
    }
  }
  if (listed.length === 0) {
    return;
  }
  const chosen = choose(listed, referredTo(await given.state));
  if (chosen.length < listed.length) {
    given.log.info(
      `${key.app} has ${listed.length} other stages. Stack references can read ${chosen.length} of them: those referred to in the last deploy, then the smallest.`,
    );
  }
  await inParallel(chosen, readers, async (sibling) => {
    const found = await objects.get(sibling.object.key);
    if (found !== null) {
      const file = folder.checkpoint(sibling.key);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, found.body, { mode: 0o600 });
    }
  });
}

type Sibling = { readonly object: ListedObject; readonly key: StageKey };

function choose(listed: readonly Sibling[], named: ReadonlySet<string>): Sibling[] {
  const isNamed = ({ key }: Sibling) => (named.has(key.stage) ? 0 : 1);
  const ordered = [...listed].sort((a, b) => isNamed(a) - isNamed(b) || a.object.size - b.object.size);
  let bytes = 0;
  return ordered.slice(0, mostStages).filter((sibling) => {
    bytes += sibling.object.size;
    return named.has(sibling.key.stage) || bytes <= mostBytes;
  });
}

/** The stages that a state's stack references name, whatever their app. */
function referredTo(state: Checkpoint | null): Set<string> {
  const references = (state?.checkpoint.latest?.resources ?? []).filter(
    (resource) => resource.type === "pulumi:pulumi:StackReference",
  );
  return new Set(
    references.flatMap(({ inputs }) => {
      const name = inputs?.["name"];
      return typeof name === "string" ? [name.split("/").at(-1) ?? name] : [];
    }),
  );
}
