import { access } from "node:fs/promises";
import { join } from "node:path";

import type { StageKey } from "../engine/engine.ts";
import type { Checkpoint } from "../engine/pulumi/checkpoint.ts";
import { readIfThere } from "../engine/pulumi/project.ts";
import { Failure } from "../failure.ts";
import { createFileLockStore } from "../lock/file-store.ts";
import { writeWhole } from "./atomic-file.ts";
import { checkOwner, emptyCheckpoint, parseCheckpoint, refuseWhileResourcesRemain } from "./checkpoint-text.ts";
import { clearDeadLocks } from "./engine-locks.ts";
import { addUpdate } from "./add-update.ts";
import { createFolderDigests } from "./digests.ts";
import { createFolderObjects } from "./folder-objects.ts";
import { createFolderRows } from "./folder-rows.ts";
import { createHistory } from "./history.ts";
import type { EngineHome, Home, OpenHome, OpenOrder } from "./home.ts";
import { createLocalRecords } from "./local-records.ts";
import { stagesInFolder, stateInFolder } from "./other-stages.ts";
import { createPulumiFolder, engineSettings, metaText, type PulumiFolder } from "./pulumi-folder.ts";
import { contentHash } from "./state-hash.ts";

/**
 * A home in a folder (absolute; made when first written to): Pulumi's own file backend in `.pulumi`, records in `record/`, locks in
 * `lock/`, what comments are drawn from in `comment/`. The state stays plain Pulumi: `PULUMI_BACKEND_URL=file://FOLDER pulumi …` works on it.
 */
export function createLocalHome(given: {
  readonly directory: string;
  readonly keepSnapshots?: number;
}): Home & EngineHome {
  const { directory, keepSnapshots = defaultSnapshots } = given;
  const history = createHistory(createFolderObjects(directory), { keepSnapshots });
  const pulumi = createPulumiFolder(directory);
  const records = createLocalRecords(join(directory, "record"));
  const digests = createFolderDigests(directory);
  const checkpoint = (key: StageKey) => readState(pulumi, key);
  const text = (key: StageKey) => readIfThere(pulumi.checkpoint(key));

  const engineHome: EngineHome = {
    kind: "local",
    engineEnvironment: engineSettings(directory),
    records,
    checkpoint,
    others: {
      where: directory,
      folder: directory,
      // They are all where the engine looks.
      bring: async () => false,
      found: (key) => stateInFolder(directory, key),
      all: () => stagesInFolder(directory),
    },
    replaceCheckpoint: async (key, state) => {
      checkOwner(state, key, "The state to be written");
      await writeState(pulumi, key, state);
    },
    prepare: async (key) => {
      await clearDeadLocks(pulumi.locks(key), key);
      if ((await readIfThere(pulumi.meta)) === null) {
        await writeWhole(pulumi.meta, metaText);
      }
      if ((await checkpoint(key)) === null) {
        await writeState(pulumi, key, emptyCheckpoint(key));
      }
    },
    createMissing: null,
    discard: async (key) => {
      const state = await checkpoint(key);
      if (state !== null) {
        refuseWhileResourcesRemain(state, key);
      }
      await pulumi.forget(key);
      await Promise.all([history.prune(key, 1), digests.remove(key)]);
      // Last, so that cleanup still finds a stage of which something is left.
      await records.remove(key);
    },
  };
  return {
    ...engineHome,
    kind: "local",
    where: directory,
    records,
    locks: createFileLockStore(join(directory, "lock")),
    history,
    rows: createFolderRows(join(directory, "comment")),
    oldStack: null,
    settled: null,
    digests,
    text,
    checkpoint,
    open: async ({ key, mode }: OpenOrder): Promise<OpenHome> => {
      const file = pulumi.checkpoint(key);
      const stored = mode === "read" ? null : await text(key);
      const before = stored === null ? null : contentHash(new TextEncoder().encode(stored));
      return {
        ...engineHome,
        // The engine writes the state where it stays: nothing can come between.
        lost: new AbortController().signal,
        commit: async () => undefined,
        text,
        replaceText: async (of, replacement) => {
          parseCheckpoint(replacement, of, "The state to be written");
          await writeWhole(pulumi.checkpoint(of), replacement);
        },
        addToHistory: (update) => addUpdate({ history, key, update, before, file }),
        unstored: async () => null,
        [Symbol.asyncDispose]: async () => undefined,
      };
    },
    resume: async () => null,
  };
}

/** How many snapshots of a stage are kept, unless the user says otherwise. */
export const defaultSnapshots = 30;

async function readState(pulumi: PulumiFolder, key: StageKey): Promise<Checkpoint | null> {
  const file = pulumi.checkpoint(key);
  await refuseCompressed(file, key);
  const text = await readIfThere(file);
  return text === null ? null : parseCheckpoint(text, key, file);
}

/** Pulumi reads a compressed state beside a plain one if it is newer; taking such a stage for a new one would lose its resources. */
async function refuseCompressed(file: string, key: StageKey): Promise<void> {
  for (const compressed of [`${file}.gz`, `${file}.zst`]) {
    if (await isThere(compressed)) {
      throw new Failure({
        code: "compressed-state",
        message: `The state of stage ${key.stage} of ${key.app} is compressed (${compressed}); home \`local\` keeps plain files.`,
        next: `Unpack it to ${file} and delete the compressed file.`,
      });
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function writeState(pulumi: PulumiFolder, key: StageKey, state: Checkpoint): Promise<void> {
  // Indented as Pulumi writes it.
  return writeWhole(pulumi.checkpoint(key), `${JSON.stringify(state, null, "\t")}\n`);
}
