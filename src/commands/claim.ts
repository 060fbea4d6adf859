import type { StageKey } from "../engine/engine.ts";
import { recordedOrigin, refuseConflict } from "../events/ownership.ts";
import type { StageTarget } from "../events/target.ts";
import type { StageRecord } from "../home/record.ts";
import type { ActedRequest, Services } from "./services.ts";

/**
 * Makes sure that the stage is this target's to deploy. Resolves to its record as it is to be written before the engine runs, so that a
 * run that dies leaves a stage that cleanup finds; null where the home keeps none. A stage that belongs to another branch, pull request,
 * folder or repository is a `Failure`.
 */
export async function claimStage(claim: {
  readonly services: Services;
  readonly request: ActedRequest;
  readonly target: StageTarget;
  readonly key: StageKey;
}): Promise<StageRecord | null> {
  const { services, request, target, key } = claim;
  const { records, where } = services.home;
  if (records === null) {
    services.log.info(
      `${where} keeps no records of stages, so whether another branch, folder or repository uses stage ${key.stage} cannot be told.`,
    );
    return null;
  }
  const repository = repositoryOf(request);
  const { path } = request;
  const known = await records.neighbours(key);
  refuseConflict({ target, app: key.app, path, repository, records: known, branches: request.rules.branches });
  const before = known.find((record) => record.app === key.app && record.stage === key.stage) ?? null;
  return {
    version: 1,
    app: key.app,
    stage: key.stage,
    path,
    repository,
    ...recordedOrigin(target, before),
    commit: before?.commit ?? null,
    status: "deploying",
    updatedAt: services.now().toISOString(),
  };
}

/** The event's repository as records name it. */
export function repositoryOf({ event }: ActedRequest): StageRecord["repository"] {
  const { id, owner, name } = event.repository;
  return { id, name: `${owner}/${name}` };
}

/** Puts on record how a command on the stage stands; `record` is null where the home keeps none. */
export async function recordStatus(
  services: Services,
  record: StageRecord | null,
  now: Partial<Pick<StageRecord, "status" | "commit">>,
): Promise<void> {
  if (record !== null) {
    await services.home.records?.write({ ...record, ...now, updatedAt: services.now().toISOString() });
  }
}
