import type { EngineOrder, EngineResult } from "../engine.ts";
import { makeWorkFolder } from "./work-folder.ts";
import { pendingOf, settlePending } from "./pending.ts";
import { requireProject } from "./project.ts";
import { type PulumiRun, runWithEvents } from "./run.ts";
import { checkConfigCanBeOpened, findConfig, writeConfigFile } from "./stack-config.ts";
import { keepSecretsOf } from "./keep-secrets.ts";
import type { PulumiTools } from "./tools.ts";

/** Deploys a stage (`pulumi up`) or previews that (`pulumi preview`): one engine process, nothing written into the user's tree. */
export async function updateStage(
  tools: PulumiTools,
  order: EngineOrder,
  mode: "deploy" | "diff",
): Promise<EngineResult> {
  const project = await requireProject(order.directory);
  const found = await findConfig(project, order.key.stage, order.configFrom);
  const ours = order.home.kind === "local";
  if (ours || order.configFrom !== null) {
    checkConfigCanBeOpened(found);
  }
  const before = ours ? await order.home.checkpoint(order.key) : null;
  const opening = keepSecretsOf({ tools, order, checkpoint: before, config: found.config });
  // Awaited below; a failure must not count as unhandled while the engine is being prepared.
  opening.catch(() => undefined);
  const pendingBefore = pendingOf(before);
  if (mode === "deploy") {
    await order.home.prepare(order.key);
  }

  await using folder = await makeWorkFolder(tools.temporaryDirectory);
  const configFile = await writeConfigFile({ folder: folder.path, stage: order.key.stage, found, checkpoint: before });
  const stack = ["--stack", order.key.stage, "--config-file", configFile];
  const args = mode === "deploy" ? ["up", "--yes", "--skip-preview", ...stack] : ["preview", ...stack];
  const run = () =>
    runWithEvents({ tools, order, args, cwd: project.directory, folder: folder.path, preview: mode === "diff" });
  const ended = await runAndCreateMissing(order, run);
  await opening;

  const after = mode === "deploy" || ours ? await order.home.checkpoint(order.key) : null;
  await keepSecretsOf({ tools, order, checkpoint: after, config: {} });
  if (mode === "deploy" && ended.outcome === "succeeded" && after !== null) {
    const settled = settlePending(after, pendingBefore);
    if (settled !== null) {
      await order.home.replaceCheckpoint?.(order.key, settled);
    }
  }
  const pending = mode === "deploy" && ended.outcome === "succeeded" ? pendingBefore : pendingOf(after);
  return { outcome: ended.outcome, changeSet: ended.changeSet, pending };
}

/** The first deploy of a stage costs one process more where only the engine can make it. */
async function runAndCreateMissing(order: EngineOrder, run: () => Promise<PulumiRun>): Promise<PulumiRun> {
  const first = await run();
  const missing = first.outcome === "failed" && /no stack named .* found/u.test(first.end.stderr);
  if (!missing || order.home.createMissing === null) {
    return first;
  }
  await order.home.createMissing(order.key);
  return run();
}
