import type { Engine } from "../engine.ts";
import { removeStage } from "./destroy.ts";
import { refreshStage } from "./refresh.ts";
import type { PulumiTools } from "./tools.ts";
import { updateStage } from "./update.ts";

/** The engine for any `Pulumi.yaml` project, whatever its language: Pulumi's own CLI, one process a command. */
export function createPulumiEngine(tools: PulumiTools): Engine {
  return {
    name: "pulumi",
    deploy: (order) => updateStage(tools, order, "deploy"),
    diff: (order) => updateStage(tools, order, "diff"),
    remove: (order) => removeStage(tools, order),
    refresh: (order) => refreshStage(tools, order),
  };
}
