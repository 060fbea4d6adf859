import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { StageKey } from "../engine/engine.ts";
import type { Checkpoint } from "../engine/pulumi/checkpoint.ts";
import { parseCheckpoint } from "./checkpoint-text.ts";
import { namesIn } from "./folder-names.ts";
import { isKey } from "./key.ts";
import { createPulumiFolder } from "./pulumi-folder.ts";

/** A home's other stages, of all apps, which a program can refer to (`StackReference`). They are only ever read. */
export type OtherStages = {
  /** For people: the home. */
  readonly where: string;
  /** The folder in which the engine finds states, as Pulumi's file backend. */
  readonly folder: string;
  /** Makes sure that the engine finds a stage's state. Resolves to whether it did not before, and does now. */
  readonly bring: (key: StageKey) => Promise<boolean>;
  /** A state as the engine finds it; null where it finds none. */
  readonly found: (key: StageKey) => Promise<Checkpoint | null>;
  /** Every stage that the home has a state of. */
  readonly all: () => Promise<readonly StageKey[]>;
};

/** The state of any stage in a folder that is a file backend of Pulumi's; null where there is none. A broken one is a `Failure`. */
export async function stateInFolder(folder: string, key: StageKey): Promise<Checkpoint | null> {
  const file = createPulumiFolder(folder).checkpoint(key);
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? null : parseCheckpoint(text, key, file);
}

/** The stages that a folder has states of, as a file backend of Pulumi's. */
export async function stagesInFolder(folder: string): Promise<StageKey[]> {
  const root = join(folder, ".pulumi", "stacks");
  const apps = await namesIn(root);
  const found = await Promise.all(
    apps.map(async (app) =>
      (await namesIn(join(root, app)))
        .filter((name) => name.endsWith(".json"))
        .map((name) => ({ app, stage: name.slice(0, -".json".length) })),
    ),
  );
  return found.flat().filter(isKey);
}
