import type { StageKey } from "../engine/engine.ts";
import { readUsableProject } from "../engine/pulumi/project.ts";
import { removableStages } from "../events/removable-stages.ts";
import type { Skip, StageTarget } from "../events/target.ts";
import { Failure } from "../failure.ts";
import { checkName } from "../home/key.ts";
import type { StageRecord } from "../home/record.ts";
import { repositoryOf } from "./claim.ts";
import type { ActedRequest, Services } from "./services.ts";
import { here, setting } from "../reader/reader.ts";

/** A stage that a removal is for; `record` is null where the home keeps none. */
export type FoundStage = { readonly key: StageKey; readonly record: StageRecord | null };

/**
 * Finds what a removal is for by what stages were made for, so that it needs no checkout (`removableStages`). Where the home keeps no
 * records, the stage is found by its name, and the app must be known.
 */
export async function findStages(
  request: ActedRequest,
  services: Services,
  target: StageTarget,
): Promise<readonly FoundStage[] | Skip> {
  const named = request.app ?? (await readUsableProject(request.directory))?.name ?? null;
  const app = named === null ? null : checkName(named, "an app (input `app`)");
  const { records } = services.home;
  if (records === null) {
    return [{ key: { app: requireApp(app, services), stage: target.stage }, record: null }];
  }
  const found = removableStages({ target, app, repository: repositoryOf(request), records: await records.list() });
  if (!("kind" in found)) {
    return found.map((record) => ({ key: { app: record.app, stage: record.stage }, record }));
  }
  return app === null || found.code !== "nothing-to-remove"
    ? found
    : withoutRecord(services, { target, key: { app, stage: target.stage }, nothing: found });
}

/** No record: there is nothing to remove, unless the state knows a stage of that name, which is then not ours to remove unasked. */
async function withoutRecord(
  services: Services,
  search: { readonly target: StageTarget; readonly key: StageKey; readonly nothing: Skip },
): Promise<readonly FoundStage[] | Skip> {
  const { target, key, nothing } = search;
  if ((await services.home.checkpoint(key)) === null) {
    return nothing;
  }
  if (target.asked && target.namedBy !== "origin") {
    return [{ key, record: null }];
  }
  return {
    kind: "skip",
    code: "no-record",
    reason:
      `Stage ${key.stage} of ${key.app} exists, but there is no record that it was made for this. ` +
      `To remove it, ${here("ask for its removal")}.`,
  };
}

function requireApp(app: string | null, services: Services): string {
  if (app !== null) {
    return app;
  }
  throw new Failure({
    code: "no-app",
    message: `${services.home.where} keeps no records of stages, and ${here("no project folder")}: which app to clean up cannot be told.`,
    next: `Name the app (the \`name\` in Pulumi.yaml): ${setting("app")}.`,
  });
}
