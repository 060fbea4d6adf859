import { copyFile, link, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { checkKey } from "../../home/key.ts";
import type { OtherStages } from "../../home/other-stages.ts";
import { createPulumiFolder } from "../../home/pulumi-folder.ts";
import type { StageKey } from "../engine.ts";

/**
 * Makes a backend in the run's own folder that holds the stage, empty: a stage that does not exist is previewed there, so that asking what would
 * be made makes nothing. The home's other stages are there too, for stack references. Resolves to what the engine's environment needs.
 */
export async function makeEmptyBackend(
  folder: string,
  key: StageKey,
  others: OtherStages | null,
): Promise<Record<string, string>> {
  const root = join(folder, "backend");
  checkKey(key);
  const states = join(root, ".pulumi", "stacks", key.app);
  await mkdir(states, { recursive: true });
  await writeFile(join(root, ".pulumi", "meta.yaml"), "version: 1\n");
  const state = { version: 3, checkpoint: { stack: `organization/${key.app}/${key.stage}`, latest: null } };
  await writeFile(join(states, `${key.stage}.json`), JSON.stringify(state));
  const [from, to] = [createPulumiFolder(others?.folder ?? root), createPulumiFolder(root)];
  for (const other of (await others?.all()) ?? []) {
    const [file, copy] = [from.checkpoint(other), to.checkpoint(other)];
    await mkdir(dirname(copy), { recursive: true });
    // Never written to: the engine writes states beside their place and renames them.
    await link(file, copy).catch(() => copyFile(file, copy));
  }
  // Pulumi wants drive letters without a slash before them.
  const path = pathToFileURL(root).pathname.replace(/^\/(?=[A-Za-z]:)/u, "");
  return { PULUMI_BACKEND_URL: `file://${path}?metadata=skip` };
}
