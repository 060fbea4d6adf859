import type { Request } from "../commands/services.ts";
import { findKey } from "../commands/toolkit/find-key.ts";
import { readOutputs } from "../commands/toolkit/read-outputs.ts";
import type { Target } from "../events/target.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import type { Inputs } from "./inputs.ts";
import { settleEnvironment } from "./own-environment.ts";
import { type StageOutputs, writeOutcome, writeStageOutputs, type Writing } from "./outputs.ts";
import { runInfoOf } from "./run-info.ts";
import type { Runner } from "./runner.ts";
import { toolkitOf, type ToolkitGiven } from "./toolkit-wire.ts";

/** `command: outputs`: the stage's outputs from its stored state, without an engine, a checkout or a lock. The event says which stage, as for a preview. */
export async function tellOutputs(
  given: Pick<ToolkitGiven, "signal"> & {
    readonly inputs: Inputs;
    readonly runner: Runner;
    readonly request: Pick<Request, "directory" | "app">;
    readonly target: Target;
    readonly log: Log;
    readonly mask: Mask;
  },
  writing: Writing,
): Promise<void> {
  const found = await find(given);
  await ("reason" in found
    ? writeOutcome({ reports: [], commentUrl: null, skip: found }, writing)
    : writeStageOutputs(found, writing));
}

async function find(
  given: Parameters<typeof tellOutputs>[0],
): Promise<StageOutputs | { readonly code: string; readonly reason: string }> {
  const { inputs, runner, target } = given;
  const { directory, app } = given.request;
  if (target.kind === "skip") {
    return target;
  }
  const environment = settleEnvironment(process.env, directory);
  const toolkit = await toolkitOf({
    ...given,
    inputs,
    home: inputs.home,
    directory,
    environment,
    run: await runInfoOf({ inputs, runner, pullRequest: null }),
  });
  const key = await findKey(toolkit, { stage: target.stage, app, directory });
  return { stage: key.stage, outputs: await readOutputs(toolkit, { key, environment: process.env }) };
}
