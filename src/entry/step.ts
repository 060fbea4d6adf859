import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as core from "@actions/core";

import { findKey } from "../commands/toolkit/find-key.ts";
import { listStages } from "../commands/toolkit/list-stages.ts";
import { restoreState } from "../commands/toolkit/restore-state.ts";
import { exportState, listResources, stateHistory, verifyState } from "../commands/toolkit/state.ts";
import type { Answer, Toolkit } from "../commands/toolkit/toolkit.ts";
import { unlock } from "../commands/toolkit/unlock.ts";
import { describeFailure, Failure } from "../failure.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { shownFailure } from "../report/bounded.ts";
import { codeLines, fence } from "../report/markdown.ts";
import { hideEnvironment } from "./hide-environment.ts";
import { readerOfRun, speakTo } from "../reader/reader.ts";
import { noTrail } from "./no-trail.ts";
import { onCancel } from "./on-cancel.ts";
import { runInfoOf } from "./run-info.ts";
import { openRunnerLog } from "./runner-log.ts";
import { readRunner, temporaryDirectory } from "./runner.ts";
import { secretsInEnvironment } from "./secrets-in-environment.ts";
import { readStepInputs, type StepInputs, unusedByStep } from "./step-inputs.ts";
import { toolkitOf } from "./toolkit-wire.ts";
import { sayUnused } from "./unused-inputs.ts";

/** A workflow step of the toolkit (actions/unlock, actions/stages, actions/state). Resolves to the exit code. */
async function step(): Promise<number> {
  hideEnvironment(process.env);
  const { mask, log } = openRunnerLog();
  mask.add(secretsInEnvironment(process.env));
  try {
    const inputs = readStepInputs((name) => core.getInput(name));
    sayUnused(unusedByStep(inputs), log);
    const { text, json, ok } = await answerTo(inputs, { mask, log });
    log.info(text);
    await tell(mask.hide(text), inputs.command);
    core.setOutput("ok", ok);
    core.setOutput("json", mask.hide(JSON.stringify(json)));
    return ok ? 0 : 1;
  } catch (error) {
    const { message, next } = shownFailure(describeFailure(error), mask.hide);
    log.error(`${message}\n${next}`);
    await tell(`${message}\n${next}`, "Failed");
    return 1;
  }
}

async function answerTo(
  inputs: StepInputs,
  { mask, log }: { readonly mask: Mask; readonly log: Log },
): Promise<Answer> {
  speakTo(readerOfRun(inputs.home));
  const runner = readRunner(process.env);
  const directory = join(runner.workspace, inputs["working-directory"] ?? ".");
  const toolkit = await toolkitOf({
    home: inputs.home,
    directory,
    runner,
    environment: process.env,
    log,
    mask,
    signal: onCancel(log, noTrail),
    run: await runInfoOf({ inputs, runner, pullRequest: null }),
  });
  return run(toolkit, inputs, { directory, temporary: temporaryDirectory(process.env) });
}

async function run(
  toolkit: Toolkit,
  inputs: StepInputs,
  { directory, temporary }: { readonly directory: string; readonly temporary: string },
): Promise<Answer> {
  const { command, app, reason, snapshot } = inputs;
  if (command === "stages") {
    return listStages(toolkit, { app });
  }
  const key = await findKey(toolkit, { stage: required(inputs.stage, "stage"), app, directory });
  switch (command) {
    case "unlock":
      return unlock(toolkit, { key, reason });
    case "list":
      return listResources(toolkit, key);
    case "history":
      return stateHistory(toolkit, key);
    case "verify":
      return verifyState(toolkit, key);
    case "restore":
      return restoreState(toolkit, {
        key,
        id: required(snapshot, "snapshot"),
        reason,
        patience: { lockTimeoutSeconds: 600, engineGraceSeconds: 600 },
      });
    case "export": {
      const file = join(temporary, `stagewright-state-${process.pid}.json`);
      await writeFile(
        file,
        await exportState(toolkit, {
          key,
          id: snapshot,
          form: "exported",
          environment: process.env,
          toPassphrase: null,
        }),
        { mode: 0o600 },
      );
      return { text: `The state is in ${file}.`, json: { file }, ok: true };
    }
    default:
      return command satisfies never;
  }
}

function required(value: string | null, name: string): string {
  if (value !== null) {
    return value;
  }
  throw new Failure({
    code: "bad-input",
    message: `input \`${name}\` is empty, and this command needs it.`,
    next: "Give it in the step's `with:`.",
  });
}

/** The answer as the job's summary, where a person who started the workflow in a browser looks for it. */
async function tell(text: string, title: string): Promise<void> {
  try {
    await core.summary.addRaw(`### ${title}\n\n${fence("text", codeLines(text))}\n`, true).write();
  } catch (error) {
    core.warning(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

process.exitCode = await step();
