import { access, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";

import { fallbackSdkFolder } from "../../src/engine/install/fallback-sdk.ts";
import { testCache } from "./engine.ts";

const repositoryRoot = resolve(import.meta.dirname, "../..");

/**
 * Gives a program its packages. One in JavaScript needs the SDK alone: the engine looks through all that lies in `node_modules` each time it
 * runs a program. One in TypeScript needs the compiler, too, and gets all that the repository has.
 */
export async function linkPackages(project: string): Promise<void> {
  const isTypeScript = await access(join(project, "tsconfig.json")).then(
    () => true,
    () => false,
  );
  const from = isTypeScript ? repositoryRoot : fallbackSdkFolder(testCache());
  await symlink(join(from, "node_modules"), join(project, "node_modules"));
}
