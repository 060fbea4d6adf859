import { randomUUID } from "node:crypto";
import { join } from "node:path";

import type { ChangeSet, Diagnostic } from "../change.ts";
import type { EngineOrder } from "../engine.ts";
import { type ProcessEnd, runProcess } from "../process.ts";
import { createChangeSetBuilder } from "./change-set.ts";
import { keptBackVariableIn } from "./environment.ts";
import { type FollowedLog, followEventLog } from "./event-log.ts";
import { describeProgress } from "./progress.ts";
import { referenceType } from "./reference-name.ts";
import { environmentOn, type PulumiTools } from "./tools.ts";
import { createStepWatch } from "./still-at-it.ts";
import { createReferenceWatch } from "./unreadable-reference.ts";
import { setting } from "../../reader/reader.ts";

/** So often it is said which steps are still under way, and so long a step goes unmentioned. */
const usualStillMs = 20_000;

export type PulumiRun = {
  readonly outcome: "succeeded" | "failed" | "cancelled";
  readonly changeSet: ChangeSet;
  readonly end: ProcessEnd;
  /** Names of the stages that its stack references named. */
  readonly references: readonly string[];
  /** Whether the engine came as far as looking at the stage. */
  readonly begun: boolean;
};

/**
 * Runs one changing or previewing Pulumi command (up, preview, destroy, refresh) and reads its event log as it grows. What the program
 * prints is kept until the end, when its secrets are known; only the steps themselves are told live. Without `--suppress-progress` the
 * engine prints a dot every 20 seconds, a hung one too, which would count as a sign of life.
 */
export async function runWithEvents(run: {
  readonly tools: PulumiTools;
  readonly order: EngineOrder;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The run's own folder; the event log lies there and goes with it. */
  readonly folder: string;
  readonly preview: boolean;
  /** Steps are told once it resolves, and not where it rejects; default: at once. */
  readonly secretsKnown?: Promise<void>;
  /** Added to the tools' and the home's. */
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<PulumiRun> {
  const { tools, order, secretsKnown = Promise.resolve() } = run;
  await tools.bringKept?.(order.key);
  const builder = createChangeSetBuilder({
    preview: run.preview,
    now: () => performance.now(),
    dataTypes: tools.dataTypes,
  });
  const eventLog = join(run.folder, `events-${randomUUID()}.ndjson`);
  const references = createReferenceWatch();
  const watch = createStepWatch(() => performance.now());
  const { stillMs = usualStillMs } = tools;
  const saying = setInterval(() => {
    const tell = () => watch.lines(stillMs / 1000).forEach((line) => order.log.info(line));
    secretsKnown.then(tell, () => undefined);
  }, stillMs);
  saying.unref();
  const log = followEventLog(eventLog, (event) => {
    references.see(event);
    watch.see(event);
    const progress = builder.add(event);
    // A stage that is referred to may yet be fetched (`runWithReferences`): the end says what came of it.
    if (progress !== null && !(progress.status === "failed" && progress.type === referenceType)) {
      const tell = () => order.log.info(describeProgress(progress));
      secretsKnown.then(tell, () => undefined);
    }
  });
  const sayWhatIsFinished = () => order.log.info(finishing(builder.underWay()));
  order.signal.addEventListener("abort", sayWhatIsFinished, { once: true });
  const mark = randomUUID();
  const running = runProcess({
    command: tools.command,
    args: [...run.args, "--non-interactive", "--suppress-progress", "--color", "never", "--event-log", eventLog],
    cwd: run.cwd,
    environment: {
      ...environmentOn(order.home, tools),
      ...run.environment,
      STAGEWRIGHT_RUN_MARK: mark,
    },
    signal: AbortSignal.any([order.signal, references.unreadable]),
    hurry: order.hurry,
    outputFolder: run.folder,
    patience: tools.patience,
    lastActivity: log.lastActivity,
    isBusy: builder.isBusy,
    started: (process) => order.started({ ...process, mark, folder: run.folder }),
  });
  const end = await endOf(running, log).finally(() => clearInterval(saying));
  order.signal.removeEventListener("abort", sayWhatIsFinished);
  const unreadable = references.failure();
  const outcome = unreadable === null ? outcomeOf(end, builder.isWhole()) : "failed";
  const changeSet = builder.finish();
  return {
    outcome,
    end,
    references: references.names(),
    begun: builder.isBegun(),
    changeSet: {
      ...changeSet,
      diagnostics: explained([...(unreadable ?? []), ...changeSet.diagnostics], { end, outcome, tools }),
    },
  };
}

function finishing(count: number): string {
  return count === 0
    ? "Waiting for the engine to end; no operation is under way."
    : `Finishing ${count} ${count === 1 ? "operation" : "operations"} …`;
}

/** The log is read to its end however the process ended. */
async function endOf(running: Promise<ProcessEnd>, log: FollowedLog): Promise<ProcessEnd> {
  try {
    return await running;
  } finally {
    await log.stop();
  }
}

/** An exit code is no proof once the engine got a signal: `isWhole` is whether its summary says that all was done. */
function outcomeOf(end: ProcessEnd, isWhole: boolean): PulumiRun["outcome"] {
  if (end.reason === "aborted" && (end.code !== 0 || !isWhole)) {
    return "cancelled";
  }
  return end.code === 0 && end.reason !== "inactive" ? "succeeded" : "failed";
}

/** Adds what the events do not say: why the engine itself gave up, that it fell silent, and that a variable was kept from it. */
function explained(
  diagnostics: readonly Diagnostic[],
  { end, outcome, tools }: { end: ProcessEnd; outcome: PulumiRun["outcome"]; tools: PulumiTools },
): Diagnostic[] {
  if (outcome === "succeeded") {
    return [...diagnostics];
  }
  const all = [...diagnostics];
  if (end.reason === "inactive") {
    all.push(
      ofProgram("error", `The engine showed no sign of life any more and was ended (${setting("inactivity-limit")}).`),
    );
  }
  if (end.reason === "ended" && end.code === null) {
    all.push(ofProgram("error", "The engine was killed: by somebody, or by the system for want of memory."));
  }
  if (outcome === "failed" && !all.some((diagnostic) => diagnostic.severity === "error")) {
    all.push(ofProgram("error", engineError(end)));
  }
  const keptBack = all
    .map((diagnostic) => keptBackVariableIn(diagnostic.message, tools.passEnv))
    .find((name) => name !== null);
  if (keptBack !== undefined) {
    all.push(
      ofProgram(
        "warning",
        `${keptBack} is kept from the engine. If the program needs it, name it: ${setting("pass-env")}.`,
      ),
    );
  }
  return all;
}

function ofProgram(severity: Diagnostic["severity"], message: string): Diagnostic {
  return { severity, message, urn: null, resource: null, source: null };
}

/** The engine's own last words: its `error:` lines, or else the end of what it printed. */
function engineError(end: ProcessEnd): string {
  const text = end.stderr.trim() === "" ? end.stdout : end.stderr;
  const lines = text.trim().split("\n");
  const start = lines.findIndex((line) => line.startsWith("error: "));
  const said = (start === -1 ? lines.slice(-20) : lines.slice(start)).join("\n").replace(/^error: /u, "");
  return said === "" ? `The engine ended with exit code ${end.code ?? "none"} and said nothing.` : said;
}
