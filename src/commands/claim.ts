import type { StageKey } from "../engine/engine.ts";
import { conflictOf } from "../events/guard.ts";
import type { StageTarget } from "../events/target.ts";
import type { StageRecord } from "../home/record.ts";
import type { Request, Services } from "./services.ts";

/**
 * Makes sure that the stage is this origin's to deploy, and (`write`) puts that on record before the engine runs, so that a run that dies
 * leaves a stage that cleanup finds. A stage that belongs to another branch, pull request, folder or repository is a `Failure`.
 */
export async function claimStage(claim: {
  readonly services: Services;
  readonly request: Request;
  readonly target: StageTarget;
  readonly key: StageKey;
  readonly write: boolean;
}): Promise<StageRecord> {
  const { services, request, target, key } = claim;
  const { repository } = request.event;
  const record: StageRecord = {
    version: 1,
    app: key.app,
    stage: key.stage,
    path: request.path,
    repository: { id: repository.id, name: `${repository.owner}/${repository.name}` },
    origin: target.origin,
    ephemeral: target.ephemeral,
    commit: null,
    status: "deploying",
    updatedAt: services.now().toISOString(),
  };
  const { records } = services.home;
  if (records === null) {
    services.log.info(
      `${services.home.where} keeps no records of stages: whether another branch or repository uses stage ${key.stage} cannot be told.`,
    );
    return record;
  }
  const known = await records.list();
  const conflict = conflictOf(record, known);
  if (conflict !== null) {
    throw conflict;
  }
  const before = known.find((other) => other.app === key.app && other.stage === key.stage);
  const claimed = { ...record, commit: before?.commit ?? null };
  if (claim.write) {
    await records.write(claimed);
  }
  return claimed;
}

/** Puts on record how a command on the stage ended. */
export async function recordStatus(services: Services, record: StageRecord): Promise<void> {
  await services.home.records?.write({ ...record, updatedAt: services.now().toISOString() });
}
