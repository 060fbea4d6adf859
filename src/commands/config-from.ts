import type { StageKey } from "../engine/engine.ts";
import type { PulumiProject } from "../engine/pulumi/project.ts";
import { readConfig } from "../engine/pulumi/stack-config.ts";
import type { StageTarget } from "../events/target.ts";
import { setting } from "../reader/reader.ts";
import type { ActedRequest, Services } from "./services.ts";

/**
 * The stage whose configuration one without its own takes: the one that was named, else `preview` for a pull request, where that has one. Says
 * where a named one is not used.
 */
export async function configFromOf(of: {
  readonly request: Pick<ActedRequest, "configFrom">;
  readonly services: Pick<Services, "log">;
  readonly target: StageTarget;
  readonly project: PulumiProject;
  readonly key: StageKey;
}): Promise<string | null> {
  const { project, key } = of;
  const { configFrom } = of.request;
  if (configFrom === null) {
    const isPreview = of.target.origin.kind === "pull_request" && (await readConfig(project, "preview")) !== null;
    return isPreview ? "preview" : null;
  }
  if (configFrom !== key.stage && (await readConfig(project, key.stage)) !== null) {
    of.services.log.info(`${setting("config-from")} is not used: stage ${key.stage} has a configuration of its own.`);
  }
  return configFrom;
}
