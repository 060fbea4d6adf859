import * as core from "@actions/core";

import type { Trail } from "../commands/services.ts";
import { run } from "../commands/run.ts";
import { resolveTarget } from "../events/resolve-target.ts";
import { describeFailure, Failure } from "../failure.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { readerOfRun, speakTo } from "../reader/reader.ts";
import { readEvent } from "./event-file.ts";
import { hideEnvironment } from "./hide-environment.ts";
import { readInputs } from "./inputs.ts";
import { onCancel } from "./on-cancel.ts";
import { settleEnvironment } from "./own-environment.ts";
import { unusedFields, withFormFields } from "./form-fields.ts";
import type { Writing } from "./outputs.ts";
import { requestOf } from "./request.ts";
import { openRunnerLog } from "./runner-log.ts";
import { readRunner, scheduledIn, temporaryDirectory, workspaceOf } from "./runner.ts";
import { secretsInEnvironment } from "./secrets-in-environment.ts";
import { createTrail } from "./trail.ts";
import { sayUnused, unusedInputs } from "./unused-inputs.ts";
import { openGitHub, servicesOf } from "./wire.ts";

/** What is needed at the end is loaded while the engine works: the less is loaded before, the sooner that starts. */
const loadOutputs = () => import("./outputs.ts");

function withOutputsLoaded(trail: Trail): Trail {
  return {
    ...trail,
    engineStarted: (process) => {
      trail.engineStarted(process);
      void loadOutputs();
    },
  };
}

/** The action's main step: event in, stages deployed or removed, outputs and summary out. Resolves to the exit code. */
async function main(): Promise<number> {
  hideEnvironment(process.env);
  const { mask, log } = openRunnerLog();
  mask.add(secretsInEnvironment(process.env));
  const trail = withOutputsLoaded(createTrail());
  const writing: Writing = {
    temporaryDirectory: temporaryDirectory(process.env),
    workspace: workspaceOf(process.env),
    mask,
    log,
  };
  try {
    const read = await readRun({ mask, log, trail });
    const request = requestOf(read);
    const target = resolveTarget(request.event, request.rules);
    sayUnused([...read.unusedFields, ...unusedInputs({ ...read, event: request.event, target })], log);
    if (read.inputs.command === "outputs") {
      // Who deploys does not load it.
      const { tellOutputs } = await import("./outputs-step.ts");
      await tellOutputs({ ...read, request, target, mask, log }, writing);
      return 0;
    }
    const environment = settleEnvironment(process.env, request.directory);
    const github = openGitHub({ ...read, log });
    const open = () => servicesOf({ ...read, github, request, environment, log, mask, trail });
    const outcome = await run(request, { looking: { github, log, run: read.runner }, open });
    const { writeOutcome } = await loadOutputs();
    await writeOutcome(outcome, writing);
    return outcome.reports.some((report) => report.state === "failed" || report.state === "cancelled") ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Failure) && error instanceof Error) {
      log.debug(error.stack ?? error.message);
    }
    const { writeFailure } = await loadOutputs();
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
  const ofStep = (name: string) => core.getInput(name);
  const getInput = withFormFields(ofStep, event);
  const inputs = readInputs(getInput);
  speakTo(readerOfRun(inputs.home));
  mask.add(inputs.token ?? "");
  mask.add(inputs["config-map"].flatMap(({ value, secret }) => (secret ? [value] : [])));
  return { signal, runner, event, inputs, getInput, unusedFields: unusedFields(ofStep, event) };
}

process.exitCode = await main();
