import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { PulumiProject } from "./project.ts";

/** The folder (absolute) that a project's program and providers run in, as the engine finds it by `main` (`getPwdMain` of Pulumi 3.259.0). */
export async function programFolder({ directory, main }: PulumiProject): Promise<string> {
  if (main === null) {
    return directory;
  }
  const path = resolve(directory, main);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? dirname(path) : path;
}
