import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { writeWhole } from "../atomic-file.ts";
import { parseCheckpoint } from "../checkpoint-text.ts";
import type { OpenHome, OpenOrder } from "../home.ts";
import type { ObjectStore, StoredObject } from "../objects/objects.ts";
import { createPulumiFolder, metaText, type PulumiFolder } from "../pulumi-folder.ts";
import { contentHash, sha256 } from "../state-hash.ts";
import { type Journal, writeJournal } from "./journal.ts";
import { stateName } from "./names.ts";
import { newState, openHome } from "./opened-home.ts";
import { fetchOthers } from "./other-stages.ts";
import type { S3Parts } from "./parts.ts";
import { proveWritable } from "./prove-writable.ts";
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
    // Beside all else that comes before the engine.
    const writable = order.mode === "change" ? proveWritable(parts, key, found.state) : Promise.resolve();
    writable.catch(() => undefined);
    const working = await begin({ parts, order, folder, found: found.state });
    return openHome({ parts, key, folder, passphrase: found.passphrase, working, writable, left: order.left });
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

/** Goes on with a folder that a killed step left; no engine writes there any more. */
export async function resumeStage(
  parts: S3Parts,
  left: { readonly folder: string; readonly journal: Journal },
): Promise<OpenHome> {
  const { folder, journal } = left;
  const key: StageKey = { app: journal.app, stage: journal.stage };
  const working = workingState({ parts, key, folder, journal, stored: await storedOf(folder, journal) });
  const writable = Promise.resolve();
  return openHome({ parts, key, folder, passphrase: {}, working, writable, left: () => undefined });
}

/** The file of a folder that was left, if it was stored as it is; else what was stored is not known. */
async function storedOf(folder: string, journal: Journal): Promise<Uint8Array | null> {
  const body = await readFile(createPulumiFolder(folder).checkpoint(journal)).catch(() => null);
  return body !== null && sha256(body) === journal.hash ? body : null;
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

function parseStored(found: StoredObject, of: { readonly key: StageKey; readonly objects: ObjectStore }): Checkpoint {
  return parseCheckpoint(new TextDecoder().decode(found.body), of.key, `${stateName(of.key)} in ${of.objects.where}`);
}
