import { dirname } from "node:path";

import { hasProject } from "./project.ts";

/** The folder of the project that a folder (absolute) lies in, as `pulumi` finds it: this one or the nearest above; the folder itself where none is. */
export async function projectAbove(directory: string): Promise<string> {
  let folder = directory;
  while (!(await hasProject(folder))) {
    const above = dirname(folder);
    if (above === folder) {
      return directory;
    }
    folder = above;
  }
  return folder;
}
