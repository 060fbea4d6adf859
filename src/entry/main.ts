import * as core from "@actions/core";

import type { Trail } from "../commands/services.ts";
import { run } from "../commands/run.ts";
import { describeFailure, Failure } from "../failure.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { readerOfRun, speakTo } from "../reader/reader.ts";
import { readEvent } from "./event-file.ts";
import { hideEnvironment } from "./hide-environment.ts";
import { readInputs } from "./inputs.ts";
import { onCancel } from "./on-cancel.ts";
import { settleEnvironment } from "./own-environment.ts";
import { writeFailure, writeOutcome } from "./outputs.ts";
import { requestOf, withFormFields } from "./request.ts";
import { openRunnerLog } from "./runner-log.ts";
import { readRunner, scheduledIn, temporaryDirectory, workspaceOf } from "./runner.ts";
import { secretsInEnvironment } from "./secrets-in-environment.ts";
import { createTrail } from "./trail.ts";
import { servicesOf } from "./wire.ts";

/** The action's main step: event in, stages deployed or removed, outputs and summary out. Resolves to the exit code. */
async function main(): Promise<number> {
  hideEnvironment(process.env);
  const { mask, log } = openRunnerLog();
  mask.add(secretsInEnvironment(process.env));
  const trail = createTrail();
  const writing = {
    temporaryDirectory: temporaryDirectory(process.env),
    workspace: workspaceOf(process.env),
    mask,
    log,
  };
  try {
    const read = await readRun({ mask, log, trail });
    if (read.inputs.command === "outputs") {
      // Who deploys does not load it.
      const { tellOutputs } = await import("./outputs-step.ts");
      await tellOutputs({ ...read, mask, log }, writing);
      return 0;
    }
    const request = requestOf(read);
    const environment = settleEnvironment(process.env, request.directory);
    const open = () => servicesOf({ ...read, request, environment, log, mask, trail });
    const outcome = await run(request, { log, open });
    await writeOutcome(outcome, writing);
    return outcome.reports.some((report) => report.state === "failed" || report.state === "cancelled") ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Failure) && error instanceof Error) {
      log.debug(error.stack ?? error.message);
    }
    await writeFailure(describeFailure(error), writing);
    return 1;
  } finally {
    trail.finished();
  }
}

/** Reads inputs, runner and event; what is secret in them is masked at once. */
async function readRun({ mask, log, trail }: { readonly mask: Mask; readonly log: Log; readonly trail: Trail }) {
  const signal = onCancel(log, trail);
  const runner = readRunner(process.env);
  const event = await readEvent(runner.eventName, runner.eventPath, scheduledIn(runner));
  const inputs = readInputs(withFormFields((name) => core.getInput(name), event));
  speakTo(readerOfRun(inputs.home));
  mask.add(inputs.token ?? "");
  mask.add(inputs["config-map"].flatMap(({ value, secret }) => (secret ? [value] : [])));
  return { signal, runner, event, inputs };
}

process.exitCode = await main();
