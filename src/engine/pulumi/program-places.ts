import { access } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";

import type { ChangeSet, Diagnostic } from "../change.ts";
import { programFolder } from "./program-folder.ts";
import type { PulumiProject } from "./project.ts";

/**
 * The change set with places relative to the project's folder: a compiler names files from where the program runs, which `main` may put
 * elsewhere. A name without such a file stays as it is.
 */
export async function fromProject(changeSet: ChangeSet, project: PulumiProject): Promise<ChangeSet> {
  if (project.main === null) {
    return changeSet;
  }
  const folder = await programFolder(project);
  const placed = async (diagnostic: Diagnostic): Promise<Diagnostic> => {
    const { source } = diagnostic;
    if (source === null || isAbsolute(source.file)) {
      return diagnostic;
    }
    const path = resolve(folder, source.file);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    const file = relative(project.directory, path).split(sep).join("/");
    return isThere ? { ...diagnostic, source: { ...source, file } } : diagnostic;
  };
  return { ...changeSet, diagnostics: await Promise.all(changeSet.diagnostics.map(placed)) };
}
