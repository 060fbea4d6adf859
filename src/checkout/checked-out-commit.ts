import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The commit in a working tree, with its parents as they are: a shallow clone has the names of parents that it does not hold. */
export type CheckedOut = { readonly commit: string; readonly parents: readonly string[] };

/** The commit that is checked out where `directory` lies; null where there is no git, no repository or no commit. */
export async function checkedOutCommit(directory: string): Promise<CheckedOut | null> {
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)("git", args, { cwd: directory, timeout: 10_000 });
    return stdout;
  };
  try {
    // `cat-file` reads the commit itself; `rev-list --parents` would show a shallow clone's commit without parents.
    const [commit, text] = await Promise.all([git("rev-parse", "HEAD"), git("cat-file", "commit", "HEAD")]);
    const [header = ""] = text.split("\n\n", 1);
    const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gmu)].map((match) => match[1] ?? "");
    return { commit: commit.trim(), parents };
  } catch {
    return null;
  }
}

/** How a working tree holds a pull request's head: as it is, or as the second parent of its merge into the base branch; null where it does not. */
export function basisOf(checkedOut: CheckedOut, head: string): "head" | "merge" | null {
  if (checkedOut.commit === head) {
    return "head";
  }
  return checkedOut.parents[1] === head ? "merge" : null;
}
