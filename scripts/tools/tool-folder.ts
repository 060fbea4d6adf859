import { join } from "node:path";

import { isProgram } from "../../src/engine/install/on-path.ts";
import { placeFolder } from "../../src/engine/install/place-folder.ts";
import { cacheDirectory } from "../../src/entry/runner.ts";
import { step } from "../progress.ts";

/**
 * Makes sure that a tool is in the cache folder and resolves to its program. It is filled once a version, beside its place, so that
 * processes that start at once do not harm each other; nothing is printed when it is there.
 */
export async function toolInCache(tool: {
  readonly name: string;
  readonly version: string;
  /** The program's path in the tool's folder. */
  readonly program: string;
  readonly fill: (folder: string) => Promise<void>;
}): Promise<string> {
  const target = join(cacheDirectory(process.env), "tools", tool.name, tool.version);
  const isComplete = (folder: string) => isProgram(join(folder, tool.program));
  if (!(await isComplete(target))) {
    await step(`${tool.name} ${tool.version}`, () => placeFolder({ target, isComplete, fill: tool.fill }));
  }
  return join(target, tool.program);
}
