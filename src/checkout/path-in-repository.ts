import { stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** A folder (absolute) as a path from the root of the git repository that it lies in, with `/`; `.` for the root, and where there is none. */
export async function pathInRepository(directory: string): Promise<string> {
  for (let at = directory; ; at = dirname(at)) {
    // A file in a worktree or a submodule.
    const isRoot = await stat(join(at, ".git")).then(
      () => true,
      () => false,
    );
    if (isRoot) {
      return relative(at, directory).split(sep).join("/") || ".";
    }
    if (dirname(at) === at) {
      return ".";
    }
  }
}
