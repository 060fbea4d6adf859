import type { StageKey } from "../engine/engine.ts";
import { readProject } from "../engine/pulumi/project.ts";
import { sameOrigin } from "../events/guard.ts";
import type { Skip, StageTarget } from "../events/target.ts";
import { Failure } from "../failure.ts";
import type { StageRecord } from "../home/record.ts";
import type { Request, Services } from "./services.ts";

/** A stage that a removal is for; `record` is null where the home keeps none. */
export type FoundStage = { readonly key: StageKey; readonly record: StageRecord | null };

/**
 * Finds what a removal is for by what stages were made for, so that it needs no checkout. An event finds only ephemeral stages of its own
 * origin and repository; a removal that somebody asked for by hand finds the stage by its name.
 */
export async function findStages(
  request: Request,
  services: Services,
  target: StageTarget,
): Promise<readonly FoundStage[] | Skip> {
  const app = (await readProject(request.directory))?.name ?? request.app;
  const { records } = services.home;
  if (records === null) {
    return [{ key: { app: requireApp(app, services), stage: target.stage }, record: null }];
  }
  const byHand = target.origin.kind === "manual";
  const known = (await records.list()).filter((record) => app === null || record.app === app);
  const mine = known.filter(
    (record) =>
      record.repository.id === request.event.repository.id &&
      (byHand ? record.stage === target.stage : sameOrigin(record.origin, target.origin)),
  );
  if (mine.length === 0) {
    return withoutRecord({ services, target, app, byHand });
  }
  const removable = mine.filter((record) => byHand || record.ephemeral);
  if (removable.length === 0) {
    const names = mine.map((record) => record.stage).join(", ");
    return {
      kind: "skip",
      code: "not-ephemeral",
      reason: `Stage ${names} is long-lived: no event removes it. Remove it by hand with workflow_dispatch and \`command: remove\`.`,
    };
  }
  return removable.map((record) => ({ key: { app: record.app, stage: record.stage }, record }));
}

/** No record: there is nothing to remove, unless the state knows a stage of that name, which is then not ours to remove unasked. */
async function withoutRecord(search: {
  services: Services;
  target: StageTarget;
  app: string | null;
  byHand: boolean;
}): Promise<readonly FoundStage[] | Skip> {
  const { services, target, app, byHand } = search;
  const nothing = { kind: "skip", code: "nothing-to-remove", reason: "nothing to remove" } as const;
  if (app === null) {
    return nothing;
  }
  const key = { app, stage: target.stage };
  const checkpoint = await services.home.checkpoint(key);
  if (checkpoint === null) {
    return nothing;
  }
  if (byHand) {
    return [{ key, record: null }];
  }
  return {
    kind: "skip",
    code: "no-record",
    reason: `Stage ${key.stage} of ${key.app} exists, but there is no record that it was made for this. Remove it by hand with workflow_dispatch and \`command: remove\`.`,
  };
}

function requireApp(app: string | null, services: Services): string {
  if (app !== null) {
    return app;
  }
  throw new Failure({
    code: "no-app",
    message: `${services.home.where} keeps no records of stages, and there is no checkout: which app to clean up cannot be told.`,
    next: "Name the app (the `name` in Pulumi.yaml) in the input `app`.",
  });
}
