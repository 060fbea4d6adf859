import type { Engine } from "../engine.ts";
import type { PulumiTools } from "./tools.ts";
import { updateStage } from "./update.ts";

/** The engine for any `Pulumi.yaml` project, whatever its language: Pulumi's own CLI, one process a command. */
export function createPulumiEngine(tools: PulumiTools): Engine {
  return {
    name: "pulumi",
    deploy: (order) => updateStage(tools, order, "deploy"),
    diff: (order) => updateStage(tools, order, "diff"),
    // A deploy loads none of this: it would only keep the engine waiting.
    remove: async (order) => (await import("./destroy.ts")).removeStage(tools, order),
    refresh: async (order) => (await import("./refresh.ts")).refreshStage(tools, order),
  };
}
