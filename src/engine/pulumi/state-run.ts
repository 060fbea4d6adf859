import type { EngineOrder } from "../engine.ts";
import type { CheckedOut } from "./checked-out.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { keepSecretsOf } from "./keep-secrets.ts";
import { knownFailure } from "./known-errors.ts";
import { requirePassphrase } from "./passphrase.ts";
import { relativePaths } from "./path-variables.ts";
import { programFolder } from "./program-folder.ts";
import type { PulumiProject } from "./project.ts";
import type { NeedOfProgram } from "./removal-checks.ts";
import { makeRemovalProject, nodeModulesFor } from "./removal-folder.ts";
import type { PulumiRun } from "./run.ts";
import { runWithReferences } from "./run-with-references.ts";
import {
  checkConfigCanBeOpened,
  checkStateCanBeOpened,
  findConfig,
  type FoundConfig,
  keyOf,
  noConfig,
  writeConfigFile,
} from "./stack-config.ts";
import { environmentElsewhere, environmentOn, type PulumiTools } from "./tools.ts";
import { makeWorkFolder } from "./work-folder.ts";

/** A Pulumi command that needs only the stage's state: destroy, refresh. */
export type StateRun = {
  readonly tools: PulumiTools;
  readonly order: EngineOrder;
  readonly before: Checkpoint;
  readonly checkedOut: CheckedOut;
  /** What in the state needs the program all the same; null for nothing. */
  readonly need: NeedOfProgram | null;
  readonly args: readonly string[];
  readonly preview: boolean;
};

/** Makes sure that the state's secrets can be opened, and tells them to the mask. */
export async function openState(tools: PulumiTools, order: EngineOrder, before: Checkpoint): Promise<void> {
  if (order.home.kind !== "backend") {
    checkStateCanBeOpened(before);
  }
  if (keyOf(before).encryptionsalt !== undefined) {
    await requirePassphrase(environmentElsewhere(order, tools));
  }
  await keepSecretsOf({ tools, order, checkpoint: before, config: {} });
}

/**
 * Runs the command with the key to its secrets from the state: in the stage's own project where that is checked out, as plain `pulumi` there
 * would, but for the configuration file, so that nothing is written into the tree; else in a generated folder. A project in which the
 * engine cannot even begin (a `main` that is gone, another version of Pulumi that it requires) is done without.
 */
export async function runOnState(run: StateRun): Promise<PulumiRun> {
  const { tools, order, before, checkedOut, need } = run;
  const { project } = checkedOut;
  await using folder = await makeWorkFolder(tools.temporaryDirectory);
  const found = await configOf(run);
  await keepSecretsOf({ tools, order, checkpoint: null, config: found.config });
  const configFile = await writeConfigFile({
    folder: folder.path,
    stage: order.key.stage,
    found,
    checkpoint: before,
  });
  const inFolder = (cwd: string, environment: Readonly<Record<string, string>> = {}) =>
    runWithReferences({
      tools,
      order,
      args: [
        ...run.args,
        "--stack",
        order.key.stage,
        "--config-file",
        configFile,
        `--run-program=${need?.runsProgram === true}`,
      ],
      cwd,
      folder: folder.path,
      preview: run.preview,
      environment,
    });
  const packagesFrom = project === null ? checkedOut.packagesFrom : await programFolder(project);
  if (hasDynamicResources(before) && (packagesFrom === null || (await nodeModulesFor(packagesFrom)) === null)) {
    await tools.ensureDynamicSdk();
  }
  if (project !== null) {
    const ended = await inFolder(project.directory);
    if (need !== null || !couldNotBegin(ended)) {
      return ended;
    }
    order.log.warning(
      `The engine could not begin in ${project.directory}, and goes by the state alone: ${lastWords(ended)}`,
    );
  }
  await makeRemovalProject({ folder: folder.path, app: order.key.app, packagesFrom });
  // Awaited here, or the folder would be gone before the engine looks.
  return await inFolder(folder.path, pathsElsewhere(order, tools, project));
}

/** A program that runs finds its configuration, as with plain `pulumi destroy --run-program`; the state alone needs none. */
async function configOf({ order, checkedOut, need }: StateRun): Promise<FoundConfig> {
  const { project } = checkedOut;
  if (project === null || need?.runsProgram !== true) {
    return noConfig;
  }
  const found = await findConfig(project, order.key.stage, order.configFrom);
  if (order.home.kind !== "backend" || found.isBorrowed) {
    checkConfigCanBeOpened(found);
  }
  return found;
}

/** The variables with paths that mean the project's folder, absolute for an engine that runs elsewhere. Says what they are taken for where there is none. */
function pathsElsewhere(
  order: EngineOrder,
  tools: PulumiTools,
  project: PulumiProject | null,
): Readonly<Record<string, string>> {
  const folder = order.directory ?? order.pathsFrom;
  const paths = folder === undefined ? [] : relativePaths(environmentOn(order.home, tools), folder);
  for (const { name, value, absolute } of project === null ? paths : []) {
    order.log.info(`The project is not checked out here: ${name} (${value}) is taken to mean ${absolute}.`);
  }
  return Object.fromEntries(paths.map(({ name, absolute }) => [name, absolute]));
}

/** Wrong keys and locks are the same everywhere. */
function couldNotBegin(run: PulumiRun): boolean {
  const code = knownFailure(run.end.stderr)?.code;
  return (
    run.outcome === "failed" &&
    run.end.reason === "ended" &&
    !run.begun &&
    (code === undefined || code === "engine-version")
  );
}

function lastWords({ changeSet, end }: PulumiRun): string {
  return changeSet.diagnostics.find(({ severity }) => severity === "error")?.message ?? end.stderr;
}

/** Resources whose provider is code in the state (a class of their own may name another module and type). */
function hasDynamicResources(checkpoint: Checkpoint): boolean {
  return (
    checkpoint.checkpoint.latest?.resources?.some((resource) => resource.type.startsWith("pulumi-nodejs:")) === true
  );
}
