import { join } from "node:path";

import * as core from "@actions/core";

import { describeFailure } from "../failure.ts";
import type { Home } from "../home/home.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { openCache, saveEngine } from "./caching.ts";
import { readInputs } from "./inputs.ts";
import { openHome } from "./open-home.ts";
import { settleEnvironment } from "./own-environment.ts";
import { openRunnerLog } from "./runner-log.ts";
import { readRunner, temporaryDirectory } from "./runner.ts";
import { saveFolders } from "./save-folders.ts";
import { secretsInEnvironment } from "./secrets-in-environment.ts";
import { readTrail } from "./trail.ts";

/** In the post step: saves what the next run will be quicker with. A main step that was killed leaves only half of it. Never rejects. */
export async function saveKept(): Promise<void> {
  const { mask, log } = openRunnerLog();
  try {
    await saveEngine(process.env, log);
    const cache = readTrail().finished === null ? null : openCache(process.env, log);
    if (cache !== null) {
      const folder = temporaryDirectory(process.env);
      await saveFolders({ cache, temporaryDirectory: folder, openHome: () => homeOfRun(mask, log), log });
    }
  } catch (error) {
    log.info(`The cache could not be filled: ${describeFailure(error).message}`);
  }
}

function homeOfRun(mask: Mask, log: Log): Promise<Home> {
  mask.add(secretsInEnvironment(process.env));
  const runner = readRunner(process.env);
  const inputs = readInputs((name) => core.getInput(name));
  const directory = join(runner.workspace, inputs["working-directory"]);
  const environment = settleEnvironment(process.env, directory);
  const tools = () => Promise.reject(new Error("The engine is not looked for."));
  return openHome({ inputs, runner, request: { directory }, environment, log, mask }, { tools, project: null });
}
