import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";

import { readIfThere } from "../engine/pulumi/project.ts";

/** Files that say which packages and plugins a program uses. */
const names = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "go.sum",
  "requirements.txt",
  "poetry.lock",
  "uv.lock",
  "packages.lock.json",
  "Pulumi.yaml",
];

/** A short hash of the lock files in a project's folder and in those above it, up to the repository's root (both absolute). */
export async function hashLockFiles(directory: string, root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of foldersUpTo(directory, root)) {
    for (const name of names) {
      const text = await readIfThere(join(folder, name));
      if (text !== null) {
        hash.update(`${relative(root, folder)}/${name}\0${text.length}\0${text}`);
      }
    }
  }
  return hash.digest("hex").slice(0, 20);
}

function foldersUpTo(directory: string, root: string): string[] {
  const above = dirname(directory);
  const isInside = !relative(root, directory).startsWith("..");
  return directory === root || above === directory || !isInside
    ? [directory]
    : [directory, ...foldersUpTo(above, root)];
}
