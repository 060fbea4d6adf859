import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { checkKey } from "../../home/key.ts";
import type { StageKey } from "../engine.ts";

/**
 * Makes a backend in the run's own folder that holds nothing but the stage, empty: a stage that does not exist is previewed there, so that
 * asking what would be made makes nothing. Other stages cannot be read from it (stack references). Resolves to what the engine's
 * environment needs.
 */
export async function makeEmptyBackend(folder: string, key: StageKey): Promise<Record<string, string>> {
  const root = join(folder, "backend");
  checkKey(key);
  const states = join(root, ".pulumi", "stacks", key.app);
  await mkdir(states, { recursive: true });
  await writeFile(join(root, ".pulumi", "meta.yaml"), "version: 1\n");
  const state = { version: 3, checkpoint: { stack: `organization/${key.app}/${key.stage}`, latest: null } };
  await writeFile(join(states, `${key.stage}.json`), JSON.stringify(state));
  // Pulumi wants drive letters without a slash before them.
  const path = pathToFileURL(root).pathname.replace(/^\/(?=[A-Za-z]:)/u, "");
  return { PULUMI_BACKEND_URL: `file://${path}?metadata=skip` };
}
