import { rm, writeFile } from "node:fs/promises";

import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { readIfThere } from "../../engine/pulumi/project.ts";
import { writeWhole } from "../atomic-file.ts";
import { emptyCheckpoint, parseCheckpoint } from "../checkpoint-text.ts";
import type { OpenHome, OpenOrder } from "../home.ts";
import { createPulumiFolder, engineSettings } from "../pulumi-folder.ts";
import { createOtherStages } from "./other-stages.ts";
import type { S3Parts } from "./parts.ts";
import type { WorkingState } from "./working-state.ts";

/** What a command sees of a home in a bucket, on a folder that has the stage's state. */
export function openHome(given: {
  readonly parts: S3Parts;
  readonly key: StageKey;
  readonly folder: string;
  readonly passphrase: Readonly<Record<string, string>>;
  readonly working: WorkingState;
  /** Settles once it is known whether states can be written. */
  readonly writable: Promise<void>;
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
      await given.writable;
      if ((await readIfThere(file)) === null) {
        await writeFile(file, newState(key), { mode: 0o600 });
      }
      working.start();
    },
    createMissing: null,
    discard: async () => {
      await working.discard(await read());
      await Promise.all([parts.history.prune(key, 1), parts.digests.remove(key)]);
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

/** The state of a stage that is not there yet, as bytes. */
export function newState(key: StageKey): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(emptyCheckpoint(key), null, "\t")}\n`);
}
