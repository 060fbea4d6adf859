import { enableCompileCache } from "node:module";
import { join } from "node:path";

import { cacheDirectory } from "./runner.ts";

/**
 * Lets Node keep what it compiles of the action itself, on a machine that stays and unless the input `cache` says no: from the second run on
 * the engine starts sooner. To be called before the action's parts are loaded. A folder that cannot be written to costs only that.
 */
export function keepCompiled(environment: Readonly<Record<string, string | undefined>>): void {
  if (environment["RUNNER_ENVIRONMENT"] === "self-hosted" && environment["INPUT_CACHE"] !== "false") {
    enableCompileCache(join(cacheDirectory(environment), "compile"));
  }
}
