import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/** A folder of its own for one engine run, readable by us alone, gone with the run: event logs can hold secrets in the clear. */
export async function makeWorkFolder(parent: string): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(parent, "stagewright-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
