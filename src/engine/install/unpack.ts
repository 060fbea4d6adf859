import { open, readdir } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "../../failure.ts";
import { explainNoSpace } from "./no-space.ts";
import { isProgram } from "./on-path.ts";

/**
 * Unpacks a release archive (one folder that holds the programs) into `folder` and brings it to the disk: a machine that loses power must
 * not find the folder in place and its files empty. What cannot be unpacked, or holds no Pulumi, is a `Failure`.
 */
export async function unpackArchive(archive: string, folder: string): Promise<void> {
  // Loaded only where it is needed: most runs find an engine that is there.
  const { extract } = await import("tar");
  try {
    await extract({ file: archive, cwd: folder, strip: 1, strict: true });
    await syncFiles(folder);
  } catch (error) {
    const known = explainNoSpace(error, folder);
    throw known instanceof Failure ? known : broken(error instanceof Error ? error.message : String(error), error);
  }
  if (!(await isProgram(join(folder, "pulumi")))) {
    throw broken("it holds no program `pulumi`", undefined);
  }
}

async function syncFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const file = await open(join(entry.parentPath, entry.name), "r");
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    }
  }
}

function broken(how: string, cause: unknown): Failure {
  return new Failure({
    code: "unpack-failed",
    message: `Pulumi's archive cannot be unpacked: ${how}.`,
    next: "The archive is as its checksums file says, so it is broken where it was published: try another `pulumi-mirror`, or install Pulumi beforehand.",
    cause,
  });
}
