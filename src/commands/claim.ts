import type { StageKey } from "../engine/engine.ts";
import type { PulumiProject } from "../engine/pulumi/project.ts";
import { recordedOrigin, refuseConflict } from "../events/ownership.ts";
import type { StageTarget } from "../events/target.ts";
import type { StageRecord } from "../home/record.ts";
import type { StageReport } from "../report/stage-report.ts";
import type { ActedRequest, Services } from "./services.ts";

/**
 * Makes sure that the stage is this target's to deploy. Resolves to its record as it is to be written before the engine makes a new stage,
 * so that a run that dies leaves one that cleanup finds; null where the home keeps none. A stage that belongs to another branch, pull request,
 * folder or repository is a `Failure`.
 */
export async function claimStage(claim: {
  readonly services: Services;
  readonly request: ActedRequest;
  readonly target: StageTarget;
  readonly key: StageKey;
  /** What the stage must agree with (`RecordStore.neighbours`); null where the home keeps no records. */
  readonly known: readonly StageRecord[] | null;
  readonly project: PulumiProject;
}): Promise<ClaimedStage | null> {
  const { services, request, target, key, known, project } = claim;
  const { where } = services.home;
  if (known === null) {
    services.log.info(
      `${where} keeps no records of stages, so whether another branch, folder or repository uses stage ${key.stage} cannot be told.`,
    );
    return null;
  }
  const repository = repositoryOf(request);
  const { path } = request;
  refuseConflict({ target, app: key.app, path, repository, records: known, branches: request.rules.branches });
  const before = known.find((record) => record.app === key.app && record.stage === key.stage) ?? null;
  const record: StageRecord = {
    version: 1,
    app: key.app,
    stage: key.stage,
    path,
    repository,
    ...recordedOrigin(target, before),
    commit: before?.commit ?? null,
    status: "deploying",
    ...(before?.url === undefined ? {} : { url: before.url }),
    ...(before?.resources === undefined ? {} : { resources: before.resources }),
    ...programOf(project),
    updatedAt: services.now().toISOString(),
  };
  return { record, isNew: before === null };
}

/** What a removal without a checkout should know of the project. */
function programOf({ main, ownProviders }: PulumiProject): Pick<StageRecord, "program"> {
  return main === null && ownProviders.length === 0 ? {} : { program: { main, providers: [...ownProviders] } };
}

/** A stage that may be deployed, with its record; `isNew`: the home knows none of it yet. */
export type ClaimedStage = { readonly record: StageRecord; readonly isNew: boolean };

/** The event's repository as records name it. */
export function repositoryOf({ event }: ActedRequest): StageRecord["repository"] {
  const { id, owner, name } = event.repository;
  return { id, name: `${owner}/${name}` };
}

/** Puts on record how a command on the stage stands; `record` is null where the home keeps none. */
export async function recordStatus(
  services: Pick<Services, "home" | "now">,
  record: StageRecord | null,
  now: Partial<Pick<StageRecord, "status" | "commit" | "resources" | "url">>,
): Promise<void> {
  if (record !== null) {
    await services.home.records?.write({ ...record, ...now, updatedAt: services.now().toISOString() });
  }
}

/** Puts on record, as far as that can be done, that a command on the stage came to no good end. Never rejects. */
export async function recordFailed(
  services: Pick<Services, "home" | "log" | "now">,
  record: StageRecord | null,
  command: StageReport["command"],
): Promise<void> {
  const status = command === "remove" ? "removal failed" : "deploy failed";
  await recordStatus(services, record, { status }).catch((error: unknown) => services.log.debug(String(error)));
}
