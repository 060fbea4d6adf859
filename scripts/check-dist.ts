import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { buildDist } from "./build.ts";
import { step } from "./progress.ts";
import { root } from "./root.ts";
import { runScript } from "./run-script.ts";

/** Builds src/ anew and resolves to how dist/ differs from that, a line a file; none when it is what src/ builds, byte for byte. */
export async function checkDist(): Promise<string[]> {
  const fresh = await mkdtemp(join(tmpdir(), "stagewright-dist-"));
  try {
    await buildDist(fresh);
    return await differences(join(root, "dist"), fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Compares two folders, byte for byte: what is missing in the first, what it has too much, what differs. */
export async function differences(committed: string, fresh: string): Promise<string[]> {
  const [before, after] = await Promise.all([contents(committed), contents(fresh)]);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === undefined) {
      return [`${name} is missing`];
    }
    if (now === undefined) {
      return [`${name} is not built from src/`];
    }
    return old.equals(now) ? [] : [`${name} is not what src/ builds`];
  });
}

async function contents(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)] as const)));
}

if (import.meta.main) {
  await runScript(async () => {
    const found = await step("building dist/ anew to compare", checkDist);
    console.log(
      found.length === 0 ? "dist/ is what src/ builds" : `${found.join("\n")}\nRun \`npm run build\` and commit dist/.`,
    );
    return found.length === 0 ? 0 : 1;
  });
}
