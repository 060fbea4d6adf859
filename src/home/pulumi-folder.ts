import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { StageKey } from "../engine/engine.ts";
import { namesIn } from "./folder-names.ts";
import { checkKey } from "./key.ts";

/** Where Pulumi's file backend keeps what belongs to one stage, below the folder that its URL names. */
export type PulumiFolder = {
  /** Names the layout that has a folder for each project. */
  readonly meta: string;
  readonly checkpoint: (key: StageKey) => string;
  /** The folder of the engine's own locks on the stage. */
  readonly locks: (key: StageKey) => string;
  /** Removes all that the backend keeps of a stage: its state, the copies of it, its history and locks. */
  readonly forget: (key: StageKey) => Promise<void>;
};

export const metaText = "version: 1\n";

export function createPulumiFolder(directory: string): PulumiFolder {
  const at = (...parts: string[]) => join(directory, ".pulumi", ...parts);
  const locks = (key: StageKey) => {
    checkKey(key);
    return at("locks", "organization", key.app, key.stage);
  };
  return {
    meta: at("meta.yaml"),
    checkpoint: (key) => {
      checkKey(key);
      return at("stacks", key.app, `${key.stage}.json`);
    },
    locks,
    forget: async (key) => {
      checkKey(key);
      const folder = at("stacks", key.app);
      const files = (await namesIn(folder)).filter((name) => isOf(key.stage, name));
      // The state last: what dies half way is a stage that is still there.
      const state = `${key.stage}.json`;
      const leftovers = files.filter((name) => name !== state).map((name) => join(folder, name));
      const folders = [locks(key), at("backups", key.app, key.stage), at("history", key.app, key.stage)];
      await Promise.all([...leftovers, ...folders].map((path) => rm(path, { recursive: true, force: true })));
      await rm(join(folder, state), { force: true });
    },
  };
}

/**
 * The address of the backend for the engine. `metadata=skip`: no `.attrs` files, which double the writes and, half written, make the
 * state unreadable. Pulumi wants drive letters without a slash before them.
 */
export function backendUrl(directory: string): string {
  const { pathname } = pathToFileURL(directory);
  const path = /^\/[A-Za-z]:/u.test(pathname) ? pathname.slice(1) : pathname;
  return `file://${path}?metadata=skip`;
}

/** What the engine's environment needs to work on a folder: one plain file a stage, written at each step, whatever the user's own asks for. */
export function engineSettings(directory: string): Readonly<Record<string, string>> {
  return {
    PULUMI_BACKEND_URL: backendUrl(directory),
    PULUMI_DIY_BACKEND_GZIP: "false",
    PULUMI_DIY_BACKEND_ZSTD: "false",
    PULUMI_DIY_BACKEND_LEGACY_LAYOUT: "false",
    PULUMI_SKIP_CHECKPOINTS: "false",
    // A copy of the state in each run, which nobody ever deletes; the home's history has them.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
  };
}

/** Whether a file beside the states belongs to the stage: its state, Pulumi's copy of the last one, sidecars, tags, temporary files. */
function isOf(stage: string, name: string): boolean {
  if (name === `${stage}.pulumi-tags`) {
    return true;
  }
  const state = `${stage}.json`;
  return name.startsWith(state) && /^(?:\.bak)?(?:\.attrs)?(?:\.[\da-f-]+(?:\.tmp)?)?$/u.test(name.slice(state.length));
}
