import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { readIfThere } from "../../engine/pulumi/project.ts";
import { writeWhole } from "../atomic-file.ts";
import { emptyCheckpoint, parseCheckpoint } from "../checkpoint-text.ts";
import type { OpenHome, OpenOrder } from "../home.ts";
import type { ObjectStore, StoredObject } from "../objects/objects.ts";
import { createPulumiFolder, engineSettings, metaText, type PulumiFolder } from "../pulumi-folder.ts";
import { contentHash, sha256 } from "../state-hash.ts";
import { type Journal, writeJournal } from "./journal.ts";
import { stateName } from "./names.ts";
import { createOtherStages, fetchOthers } from "./other-stages.ts";
import type { S3Parts } from "./parts.ts";
import { createStateWriter, type KnownState } from "./state-writer.ts";
import { createWorkingState, type WorkingState } from "./working-state.ts";

/**
 * Brings a stage's state, and those that it may refer to, into a folder of the run's own. What the engine writes there is stored as it comes
 * (`working-state.ts`).
 */
export async function openStage(parts: S3Parts, order: OpenOrder): Promise<OpenHome> {
  const { key } = order;
  const folder = await mkdtemp(join(parts.temporaryDirectory, "stagewright-home-"));
  try {
    const pulumi = createPulumiFolder(folder);
    const found = await fetchAll({ parts, order, pulumi });
    const file = pulumi.checkpoint(key);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    if (found.state !== null) {
      await writeFile(file, found.state.body, { mode: 0o600 });
    } else if (order.mode === "read") {
      // What would be made of a stage that is not there yet is asked here, where it has the others.
      await writeFile(file, newState(key), { mode: 0o600 });
    }
    const working = await begin({ parts, order, folder, found: found.state });
    return openHome({ parts, key, folder, passphrase: found.passphrase, working, left: order.left });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Fetches what the engine needs of the home: the state, whole and the stage's own, the others, the passphrase. */
async function fetchAll(given: {
  readonly parts: S3Parts;
  readonly order: OpenOrder;
  readonly pulumi: PulumiFolder;
}): Promise<{ readonly state: StoredObject | null; readonly passphrase: Readonly<Record<string, string>> }> {
  const { parts, order, pulumi } = given;
  const { key } = order;
  const stored = parts.objects.get(stateName(key));
  if (order.mode === "restore") {
    return { state: await stored, passphrase: {} };
  }
  const parsed = stored.then((found) => (found === null ? null : parseStored(found, { ...parts, key })));
  const passphrase = parts.passphrase();
  const all = [
    parsed,
    passphrase,
    fetchOthers({ ...parts, key, state: parsed, folder: pulumi }),
    writeWhole(pulumi.meta, metaText),
  ];
  // All of them, also when one has failed: nothing may go on writing into a folder that is removed for it.
  await Promise.allSettled(all);
  await Promise.all(all);
  return { state: await stored, passphrase: await passphrase };
}

/** Goes on with a folder that a killed step left. */
export async function resumeStage(
  parts: S3Parts,
  left: { readonly folder: string; readonly journal: Journal },
): Promise<OpenHome> {
  const { folder, journal } = left;
  const key: StageKey = { app: journal.app, stage: journal.stage };
  const working = workingState({ parts, key, folder, journal, stored: null });
  return openHome({ parts, key, folder, passphrase: {}, working, left: () => undefined });
}

async function begin(given: {
  readonly parts: S3Parts;
  readonly order: OpenOrder;
  readonly folder: string;
  readonly found: StoredObject | null;
}): Promise<WorkingState> {
  const { parts, order, folder, found } = given;
  const { key } = order;
  const journal: Journal = {
    ...key,
    changing: order.mode !== "read",
    tag: found?.tag ?? null,
    sent: [],
    hash: found === null ? null : sha256(found.body),
    content: found === null ? null : contentHash(found.body),
  };
  if (journal.changing) {
    await writeJournal(folder, journal);
    order.left(folder);
  }
  // A new stage is stored with its first change.
  const body = found?.body ?? newState(key);
  const working = workingState({ parts, key, folder, journal, stored: body });
  if (journal.changing && order.fenceOff) {
    await working.fenceOff(body);
  }
  return working;
}

function workingState(given: {
  readonly parts: S3Parts;
  readonly key: StageKey;
  readonly folder: string;
  readonly journal: Journal;
  readonly stored: Uint8Array | null;
}): WorkingState {
  const { parts, key, folder, journal, stored } = given;
  const note = (known: KnownState) => writeJournal(folder, { ...journal, ...known, sent: [...known.sent] });
  const writer = createStateWriter({ objects: parts.stateObjects, key, known: journal, note });
  const file = createPulumiFolder(folder).checkpoint(key);
  const { where } = parts.objects;
  return createWorkingState({
    ...parts,
    passphrase: parts.keepingPassphrase,
    where,
    writer,
    file,
    key,
    journal,
    stored,
  });
}

function openHome(given: {
  readonly parts: S3Parts;
  readonly key: StageKey;
  readonly folder: string;
  readonly passphrase: Readonly<Record<string, string>>;
  readonly working: WorkingState;
  readonly left: OpenOrder["left"];
}): OpenHome {
  const { parts, key, folder, working } = given;
  const pulumi = createPulumiFolder(folder);
  const file = pulumi.checkpoint(key);
  const read = async (): Promise<Checkpoint | null> => {
    const text = await readIfThere(file);
    return text === null ? null : parseCheckpoint(text, key, file);
  };
  const replaceText = async (_key: StageKey, text: string) => {
    parseCheckpoint(text, key, "The state to be written");
    await writeWhole(file, text);
  };
  return {
    kind: "s3",
    engineEnvironment: { ...engineSettings(folder), ...given.passphrase },
    records: parts.records,
    checkpoint: read,
    others: createOtherStages(parts.objects, folder),
    text: () => readIfThere(file),
    replaceText,
    // Indented as Pulumi writes it.
    replaceCheckpoint: (of, state) => replaceText(of, `${JSON.stringify(state, null, "\t")}\n`),
    prepare: async () => {
      if ((await readIfThere(file)) === null) {
        await writeFile(file, newState(key), { mode: 0o600 });
      }
      working.start();
    },
    createMissing: null,
    discard: async () => {
      await working.discard(await read());
      await parts.history.prune(key, 1);
      // Last, so that cleanup still finds a stage of which something is left.
      await parts.records.remove(key);
    },
    lost: working.lost,
    commit: working.commit,
    addToHistory: working.addToHistory,
    unstored: working.unstored,
    [Symbol.asyncDispose]: async () => {
      if (await working.close()) {
        await rm(folder, { recursive: true, force: true });
        given.left(null);
      }
    },
  };
}

function parseStored(found: StoredObject, of: { readonly key: StageKey; readonly objects: ObjectStore }): Checkpoint {
  return parseCheckpoint(new TextDecoder().decode(found.body), of.key, `${stateName(of.key)} in ${of.objects.where}`);
}

function newState(key: StageKey): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(emptyCheckpoint(key), null, "\t")}\n`);
}
