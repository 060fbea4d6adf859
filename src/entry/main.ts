import * as core from "@actions/core";

import { run } from "../commands/run.ts";
import { describeFailure, Failure } from "../failure.ts";
import { createMask } from "../mask.ts";
import { createRunnerLog } from "./runner-log.ts";
import { readEvent } from "./event-file.ts";
import { readInputs } from "./inputs.ts";
import { onCancel } from "./on-cancel.ts";
import { writeOutcome, writeFailure } from "./outputs.ts";
import { readRunner } from "./runner.ts";
import { secretsInEnvironment } from "./secrets-in-environment.ts";
import { createTrail } from "./trail.ts";
import { requestOf, servicesOf } from "./wire.ts";

/** The action's main step: event in, stages deployed or removed, outputs and summary out. Resolves to the exit code. */
export async function main(): Promise<number> {
  const mask = createMask((value) => core.setSecret(value));
  for (const secret of secretsInEnvironment(process.env)) {
    mask.add(secret);
  }
  const log = createRunnerLog(mask);
  try {
    const inputs = readInputs((name) => core.getInput(name));
    mask.add(inputs.token ?? "");
    const runner = readRunner(process.env);
    const event = await readEvent(runner.eventName, runner.eventPath);
    const request = requestOf({ inputs, runner, event });
    const trail = createTrail();
    const services = await servicesOf({ inputs, runner, request, log, mask, trail, signal: onCancel(log) });
    const outcome = await run(request, services);
    await writeOutcome({ outcome, runner, mask, log });
    trail.finished();
    return outcome.reports.some((report) => report.state === "failed" || report.state === "cancelled") ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Failure) && error instanceof Error) {
      log.debug(error.stack ?? error.message);
    }
    await writeFailure({ failure: describeFailure(error), mask, log });
    return 1;
  }
}
