import * as core from "@actions/core";

import { finishLeft } from "../commands/finish.ts";
import type { LeftTrail } from "../commands/left-trail.ts";
import { describeFailure } from "../failure.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { openCache, saveEngine } from "./caching.ts";
import { readerOfRun, speakTo } from "../reader/reader.ts";
import { readEvent } from "./event-file.ts";
import { hideEnvironment } from "./hide-environment.ts";
import { readInputs } from "./inputs.ts";
import { openHome } from "./open-home.ts";
import { settleEnvironment } from "./own-environment.ts";
import { withFormFields } from "./form-fields.ts";
import { requestOf } from "./request.ts";
import { openRunnerLog } from "./runner-log.ts";
import { readRunner, scheduledIn, temporaryDirectory } from "./runner.ts";
import { saveFolders } from "./save-folders.ts";
import { secretsInEnvironment } from "./secrets-in-environment.ts";
import { createTrail, readTrail } from "./trail.ts";
import { servicesOf } from "./wire.ts";

/**
 * The action's post step: saves what the next run is quicker with, and finishes what a main step left that was killed, or could not store
 * its state. It never fails a job.
 */
async function post(): Promise<void> {
  hideEnvironment(process.env);
  const left = readTrail();
  const { mask, log } = openRunnerLog();
  await finishWhatIsLeft({ left, mask, log });
  await saveKept({ left, mask, log });
}

type Post = { readonly left: LeftTrail; readonly mask: Mask; readonly log: Log };

async function finishWhatIsLeft({ left, mask, log }: Post): Promise<void> {
  const isThrough = left.finished !== null && left.state === null;
  if (isThrough || (left.lock === null && left.engine === null && left.report === null)) {
    return;
  }
  try {
    const { event, ...read } = await readRun(mask);
    const { inputs, request } = read;
    // Nothing is brought back for this.
    const given = { ...read, inputs: { ...inputs, cache: false }, log, mask, trail: createTrail() };
    const { home, github, keptPlaces, now } = await servicesOf({ ...given, signal: new AbortController().signal });
    const { announce } = request;
    const repository = event.repository?.id ?? null;
    await finishLeft({
      left,
      home,
      keptPlaces,
      github,
      repository,
      comment: request.comment !== "off",
      announce,
      log,
      now,
    });
  } catch (error) {
    const { message, next } = describeFailure(error);
    // What kept the main step from storing its state, it has told as its failure.
    const level = left.finished === null ? "error" : "warning";
    log[level](`What the step left could not be cleared up: ${message}\n${next}`);
  }
}

/** What the main step was asked for, read anew. */
async function readRun(mask: Mask) {
  mask.add(secretsInEnvironment(process.env));
  const runner = readRunner(process.env);
  const event = await readEvent(runner.eventName, runner.eventPath, scheduledIn(runner));
  const inputs = readInputs(withFormFields((name) => core.getInput(name), event));
  speakTo(readerOfRun(inputs.home));
  mask.add(inputs.token ?? "");
  const request = requestOf({ inputs, runner, event });
  return { runner, event, inputs, request, environment: settleEnvironment(process.env, request.directory) };
}

/** What the next run will be quicker with. A step that was killed leaves half of it. */
async function saveKept({ left, mask, log }: Post): Promise<void> {
  try {
    await saveEngine(process.env, log);
    const cache = left.finished === null ? null : openCache(process.env, log);
    if (cache !== null) {
      const inHome = async () => {
        const read = await readRun(mask);
        const tools = () => Promise.reject(new Error("The engine is not looked for."));
        return openHome({ ...read, mask, log }, { tools, project: null });
      };
      await saveFolders({ cache, temporaryDirectory: temporaryDirectory(process.env), openHome: inHome, log });
    }
  } catch (error) {
    log.info(`The cache could not be filled: ${describeFailure(error).message}`);
  }
}

await post();
