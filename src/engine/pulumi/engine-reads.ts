import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import type { EngineOrder } from "../engine.ts";
import { askPulumi } from "./ask-pulumi.ts";
import { makeEmptyBackend } from "./empty-backend.ts";
import { knownFailure } from "./known-errors.ts";
import type { FoundConfig } from "./stack-config.ts";
import type { PulumiTools } from "./tools.ts";
import { makeWorkFolder } from "./work-folder.ts";

/**
 * Asks the engine whether it can read a configuration that we cannot, before anything is written for the stage. What neither can read is a
 * `Failure` with our reason, which names file and line. `project` is the project's folder (absolute).
 */
export async function checkEngineReads(
  tools: PulumiTools,
  order: EngineOrder,
  of: { readonly found: FoundConfig; readonly project: string },
): Promise<void> {
  const { file, text, problem } = of.found;
  if (problem === null || file === null) {
    return;
  }
  await using folder = await makeWorkFolder(tools.temporaryDirectory);
  const path = join(folder.path, basename(file));
  await writeFile(path, text, { mode: 0o600 });
  const { stage } = order.key;
  const { code, stderr } = await askPulumi(
    tools,
    ["config", "--cwd", of.project, "--stack", stage, "--config-file", path],
    {
      cwd: folder.path,
      environment: await makeEmptyBackend(folder.path, order.key, null),
      pathsFrom: of.project,
    },
  );
  // Values that it cannot decrypt it has read.
  if (code !== 0 && knownFailure(stderr) === null && !stderr.includes("decrypt")) {
    throw problem;
  }
}
