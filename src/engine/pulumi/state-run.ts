import type { EngineOrder } from "../engine.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { keepSecretsOf } from "./keep-secrets.ts";
import { requirePassphrase } from "./passphrase.ts";
import type { PulumiProject } from "./project.ts";
import type { NeedOfProgram } from "./removal-checks.ts";
import { makeRemovalProject } from "./removal-folder.ts";
import type { PulumiRun } from "./run.ts";
import { runWithReferences } from "./run-with-references.ts";
import { checkStateCanBeOpened, keyOf, noConfig, writeConfigFile } from "./stack-config.ts";
import { environmentOn, type PulumiTools } from "./tools.ts";
import { makeWorkFolder } from "./work-folder.ts";

/** A Pulumi command that needs only the stage's state: destroy, refresh. */
export type StateRun = {
  readonly tools: PulumiTools;
  readonly order: EngineOrder;
  readonly before: Checkpoint;
  readonly project: PulumiProject | null;
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
    await requirePassphrase(environmentOn(order.home, tools));
  }
  await keepSecretsOf({ tools, order, checkpoint: before, config: {} });
}

/** Runs the command in a generated folder, with the key to its secrets from the state; in the project's own where the program is needed. */
export async function runOnState({ tools, order, before, project, need, args, preview }: StateRun): Promise<PulumiRun> {
  await using folder = await makeWorkFolder(tools.temporaryDirectory);
  const configFile = await writeConfigFile({
    folder: folder.path,
    stage: order.key.stage,
    found: noConfig,
    checkpoint: before,
  });
  const { hasPackages } = await makeRemovalProject({ folder: folder.path, app: order.key.app, project });
  if (!hasPackages && hasDynamicResources(before)) {
    await tools.ensureDynamicSdk();
  }
  const stack = ["--stack", order.key.stage, "--config-file", configFile];
  // Awaited here, or the folder would be gone before the engine looks.
  return await runWithReferences({
    tools,
    order,
    args: [...args, ...stack, `--run-program=${need?.runsProgram === true}`],
    cwd: need === null || project === null ? folder.path : project.directory,
    folder: folder.path,
    preview,
  });
}

/** Resources whose provider is code in the state (a class of their own may name another module and type). */
function hasDynamicResources(checkpoint: Checkpoint): boolean {
  return (
    checkpoint.checkpoint.latest?.resources?.some((resource) => resource.type.startsWith("pulumi-nodejs:")) === true
  );
}
