import { accessSync, constants } from "node:fs";
import { join } from "node:path";

import { binFolder, engineFolder } from "../../src/engine/install/cache-layout.ts";
import { machineOf } from "../../src/engine/install/machine.ts";
import { pinnedVersion } from "../../src/engine/install/pinned.ts";
import { cacheDirectory } from "../../src/entry/runner.ts";

/**
 * The folder of the real engine's programs (`pulumi`, the Node language host, the launcher of dynamic providers), as `npm run engine` builds
 * it. Throws with what to do where it is not built.
 */
export function engineBin(): string {
  const bin = binFolder(engineFolder(testCache(), pinnedVersion, machineOf(process.platform, process.arch)));
  try {
    accessSync(join(bin, "pulumi"), constants.X_OK);
  } catch (cause) {
    throw new Error(`There is no engine in ${bin}: run \`npm run engine\` (or \`npm test\`, which does).`, { cause });
  }
  return bin;
}

/**
 * What programs for Node that tests start find in their environment: where they keep what is compiled of them, from which the next is loaded
 * in half the time.
 */
export function compiledBefore(): Readonly<Record<string, string>> {
  return { NODE_COMPILE_CACHE: join(testCache(), "compile") };
}

/** The cache folder that holds engine, SDK and tools: kept from run to run, outside the repository. */
export function testCache(): string {
  return cacheDirectory(process.env);
}
