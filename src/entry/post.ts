import * as core from "@actions/core";

import { finishLeft } from "../commands/finish.ts";
import { describeFailure } from "../failure.ts";
import { saveKept } from "./save-kept.ts";
import { readerOfRun, speakTo } from "../reader/reader.ts";
import { readEvent } from "./event-file.ts";
import { hideEnvironment } from "./hide-environment.ts";
import { readInputs } from "./inputs.ts";
import { writeLate } from "./late-report.ts";
import { settleEnvironment } from "./own-environment.ts";
import { withFormFields } from "./form-fields.ts";
import { requestOf } from "./request.ts";
import { openRunnerLog } from "./runner-log.ts";
import { readRunner, scheduledIn } from "./runner.ts";
import { secretsInEnvironment } from "./secrets-in-environment.ts";
import { createTrail, readTrail } from "./trail.ts";
import { openGitHub, servicesOf } from "./wire.ts";

/**
 * The action's post step: finishes what a main step left that was killed, or could not store its state, and then saves what the next run is
 * quicker with. It never fails a job.
 */
async function post(): Promise<void> {
  hideEnvironment(process.env);
  const left = readTrail();
  const { mask, log } = openRunnerLog();
  const isThrough = left.finished !== null && left.state === null;
  if (isThrough || (left.lock === null && left.engine === null && left.report === null)) {
    return;
  }
  mask.add(secretsInEnvironment(process.env));
  try {
    const runner = readRunner(process.env);
    const event = await readEvent(runner.eventName, runner.eventPath, scheduledIn(runner));
    const inputs = readInputs(withFormFields((name) => core.getInput(name), event));
    speakTo(readerOfRun(inputs.home));
    mask.add(inputs.token ?? "");
    const request = requestOf({ inputs, runner, event });
    // Nothing is brought back for this.
    const given = {
      inputs: { ...inputs, cache: false },
      runner,
      github: openGitHub({ inputs, runner, log }),
      request,
      environment: settleEnvironment(process.env, request.directory),
      log,
      mask,
      trail: createTrail(),
    };
    const services = await servicesOf({ ...given, signal: new AbortController().signal });
    const { announce, dataTypes } = request;
    const repository = event.repository?.id ?? null;
    const comment = request.comment !== "off";
    const report = await finishLeft({ ...services, left, repository, comment, announce, dataTypes });
    if (report !== null) {
      await writeLate(report, log);
    }
  } catch (error) {
    const { message, next } = describeFailure(error);
    // What kept the main step from storing its state, it has told as its failure.
    const level = left.finished === null ? "error" : "warning";
    log[level](`What the step left could not be cleared up: ${message}\n${next}`);
  }
}

await post();
await saveKept();
