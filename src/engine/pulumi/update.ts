import type { EngineOrder, EngineResult } from "../engine.ts";
import { noOptions } from "../run-options.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { addLastingSalt, addToConfigFile } from "./config-map.ts";
import { keepSecretsOf } from "./keep-secrets.ts";
import { makeEmptyBackend } from "./empty-backend.ts";
import { learnBeside } from "./learn-beside.ts";
import { checkEngineReads } from "./engine-reads.ts";
import { knownFailure } from "./known-errors.ts";
import { markPartial, optionArguments } from "./option-arguments.ts";
import { passphraseOf, requirePassphrase } from "./passphrase.ts";
import { pendingOf, settlePending } from "./pending.ts";
import { fromProject } from "./program-places.ts";
import { requireProject } from "./project.ts";
import type { PulumiRun } from "./run.ts";
import { runWithReferences } from "./run-with-references.ts";
import {
  checkConfigCanBeOpened,
  checkStateCanBeOpened,
  findConfig,
  type FoundConfig,
  keyOf,
  writeConfigFile,
} from "./stack-config.ts";
import { locateErrors } from "./source-positions.ts";
import { environmentElsewhere, type PulumiTools } from "./tools.ts";
import { makeWorkFolder } from "./work-folder.ts";

type Mode = "deploy" | "diff";

/** Deploys a stage (`pulumi up`) or previews that (`pulumi preview`): one engine process, nothing written into the user's tree. */
export async function updateStage(tools: PulumiTools, order: EngineOrder, mode: Mode): Promise<EngineResult> {
  const project = await requireProject(order.directory);
  const found = await findConfig(project, order.key.stage, order.configFrom);
  const before = order.home.kind === "backend" ? null : await order.home.checkpoint(order.key);
  await checkCanBeOpened(tools, order, { found, before });
  await checkEngineReads(tools, order, { found, project: project.directory });
  if (mode === "deploy") {
    await order.home.prepare(order.key);
  }

  await using folder = await makeWorkFolder(tools.temporaryDirectory);
  const configFile = await writeConfigFile({ folder: folder.path, stage: order.key.stage, found, checkpoint: before });
  const stack = ["--stack", order.key.stage, "--config-file", configFile];
  const { options = noOptions } = order;
  if (options.plan !== null && order.home.kind !== "backend") {
    const passphrase = await passphraseOf(environmentElsewhere(order, tools));
    if (passphrase !== null) {
      await addLastingSalt({ path: configFile, name: `${project.name}/${order.key.stage}`, passphrase });
    }
  }
  await addToConfigFile({
    path: configFile,
    app: project.name,
    entries: options.config,
    // A backend of the engine's own may encrypt with another key than a passphrase.
    passphrase: async () =>
      order.home.kind === "backend" && found.config.encryptionsalt === undefined
        ? null
        : requirePassphrase(environmentElsewhere(order, tools)),
  });
  const chosen = optionArguments(options, mode, project.directory);
  const args = [...(mode === "deploy" ? ["up", "--yes", "--skip-preview"] : ["preview"]), ...stack, ...chosen];
  const isNew = order.home.kind !== "backend" && before === null;
  const environment = mode === "diff" && isNew ? await makeEmptyBackend(folder.path, order.key, order.home.others) : {};
  // The secrets of the state as it was are learnt beside the engine, of which nothing is told before: where only the engine can read the
  // state, it takes a process.
  const secrets = learnBeside(() => secretsBefore({ tools, order, found, before }));
  const run = () =>
    runWithReferences({
      tools,
      order,
      secretsKnown: secrets.known,
      args,
      cwd: project.directory,
      folder: folder.path,
      preview: mode === "diff",
      environment,
    });

  const ended = await runAndCreateMissing(order, { mode, configFile }, run).finally(secrets.atOnce);
  await secrets.known;
  throwIfNotBegun(ended);
  const changeSet = markPartial(await fromProject(ended.changeSet, project), options);
  if (mode === "diff") {
    return { outcome: ended.outcome, changeSet, pending: pendingOf(before) };
  }
  const result = await afterDeploy({ tools, order, before, ended: { ...ended, changeSet } });
  if (result.outcome !== "failed") {
    return result;
  }
  const at = { tools, order, args: stack, cwd: project.directory, folder: folder.path };
  return { ...result, changeSet: await locateErrors(result.changeSet, at) };
}

/** Fails before anything runs where a key is missing that the engine would ask for. */
async function checkCanBeOpened(
  tools: PulumiTools,
  order: EngineOrder,
  { found, before }: { readonly found: FoundConfig; readonly before: Checkpoint | null },
): Promise<void> {
  const isOurs = order.home.kind !== "backend";
  if (isOurs || found.isBorrowed) {
    checkConfigCanBeOpened(found);
  }
  if (isOurs) {
    checkStateCanBeOpened(before);
  }
  const ofState = keyOf(before);
  const usesPassphrase =
    ofState.encryptionsalt !== undefined ||
    found.config.encryptionsalt !== undefined ||
    (isOurs && (found.config.secretsprovider ?? ofState.secretsprovider) === undefined);
  if (usesPassphrase) {
    await requirePassphrase(environmentElsewhere(order, tools));
  }
}

async function secretsBefore(known: {
  readonly tools: PulumiTools;
  readonly order: EngineOrder;
  readonly found: FoundConfig;
  readonly before: Checkpoint | null;
}): Promise<void> {
  const { tools, order, found, before } = known;
  const checkpoint = order.home.kind === "backend" ? await order.home.checkpoint(order.key) : before;
  await keepSecretsOf({ tools, order, checkpoint, config: found.config });
}

/** The first run of a stage costs more where only the engine can make it; one that was made for a preview goes with it. */
async function runAndCreateMissing(
  order: EngineOrder,
  { mode, configFile }: { readonly mode: Mode; readonly configFile: string },
  run: () => Promise<PulumiRun>,
): Promise<PulumiRun> {
  const first = await run();
  const missing = first.outcome === "failed" && /no stack named .* found/u.test(first.end.stderr);
  if (!missing || order.home.createMissing === null) {
    return first;
  }
  await order.home.createMissing(order.key, configFile);
  if (mode === "deploy") {
    return run();
  }
  try {
    return await run();
  } finally {
    // Refused, as it must be, where another run deploys the stage meanwhile.
    await order.home.discard(order.key).catch((error: unknown) => order.log.debug(String(error)));
  }
}

/** What the engine could not begin is a `Failure` where its reason is known; everything else is a result. */
function throwIfNotBegun(run: PulumiRun): void {
  const failure = run.outcome === "failed" && run.changeSet.changes.length === 0 ? knownFailure(run.end.stderr) : null;
  if (failure !== null) {
    throw failure;
  }
}

/** Learns the secrets that the run made, settles what earlier runs left pending, and tells what still is. */
async function afterDeploy(run: {
  readonly tools: PulumiTools;
  readonly order: EngineOrder;
  readonly before: Checkpoint | null;
  readonly ended: PulumiRun;
}): Promise<EngineResult> {
  const { tools, order, before, ended } = run;
  const { outcome, changeSet } = ended;
  const isSilentNoOp = outcome === "succeeded" && changeSet.changes.length + changeSet.diagnostics.length === 0;
  if (order.home.kind === "backend" && isSilentNoOp) {
    // Nothing is shown that a new secret could be in, and reading the state would cost a process.
    return { outcome, changeSet, pending: [] };
  }
  const after = await order.home.checkpoint(order.key);
  await keepSecretsOf({ tools, order, checkpoint: after, config: {} });
  const pendingBefore = pendingOf(before);
  if (outcome !== "succeeded") {
    return { outcome, changeSet, pending: pendingOf(after) };
  }
  const settled = after === null ? null : settlePending(after, pendingBefore);
  if (settled !== null) {
    await order.home.replaceCheckpoint?.(order.key, settled);
  }
  return { outcome, changeSet, pending: order.home.kind === "backend" ? pendingOf(after) : pendingBefore };
}
