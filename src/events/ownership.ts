import { Failure } from "../failure.ts";
import type { StageOrigin, StageRecord } from "../home/record.ts";
import type { BranchRule } from "./branch-rules.ts";
import { mayShare } from "./may-share.ts";
import { sameStageName } from "./stage-name.ts";
import type { StageTarget } from "./target.ts";
import { here, setting } from "../reader/reader.ts";

/** A target that is to be deployed or previewed, and what the home knows of its app. */
export type Claim = {
  readonly target: StageTarget;
  readonly app: string;
  /** The project's folder, as in the record. */
  readonly path: string;
  readonly repository: StageRecord["repository"];
  /** Every record of the home; those of other apps are passed over. */
  readonly records: readonly StageRecord[];
  /** Rules of the input `branches`: they let several branches share a stage on purpose. */
  readonly branches: readonly BranchRule[];
};

/** Why a stage cannot be had, in the parts of a `Failure`. */
export type Conflict = { readonly code: string; readonly message: string; readonly next: string };

/**
 * Makes sure that a stage may be deployed for this target. Throws `Failure` where it is somebody else's: `app-taken` (another repository
 * uses the app's name, for whichever stage), `path-taken` (the stage is another folder's), `stage-case` (the name of an existing stage but
 * for its case) or `stage-taken` (another branch's, pull request's or tag's). For removals see `removableStages`.
 */
export function refuseConflict(claim: Claim): void {
  const ofApp = claim.records.filter((record) => record.app === claim.app);
  const ofStage = ofApp.filter((record) => sameStageName(record.stage, claim.target.stage));
  const conflict =
    first(ofApp, (record) => ofOtherRepository(record, claim.repository)) ??
    first(ofStage, (record) => ofOtherCase(record, claim.target)) ??
    first(ofStage, (record) => ofOtherPath(record, claim)) ??
    first(ofStage, (record) => ofOtherOrigin(record, claim));
  if (conflict !== null) {
    throw new Failure(conflict);
  }
}

/**
 * What the stage's record says of its making after this target's command. A run that a person started for a stage that is there already
 * leaves it what it was: a hotfix put on `pr-12` or `staging` makes it nobody else's.
 */
export function recordedOrigin(
  target: StageTarget,
  record: StageRecord | null,
): { readonly origin: StageOrigin; readonly ephemeral: boolean } {
  const { origin, ephemeral } = target.namedBy === "person" && record !== null ? record : target;
  return { origin, ephemeral };
}

/** Whether two stages were made for the same thing, names compared exactly. All that is made by hand is one origin: a person's. */
export function sameOrigin(a: StageOrigin, b: StageOrigin): boolean {
  switch (a.kind) {
    case "pull_request":
      return b.kind === "pull_request" && a.number === b.number;
    case "branch":
      return b.kind === "branch" && a.branch === b.branch;
    case "tag":
      return b.kind === "tag" && a.tag === b.tag;
    case "manual":
      return b.kind === "manual";
    default:
      return a satisfies never;
  }
}

/** What a stage was made for, in words. */
export function describeOrigin(origin: StageOrigin): string {
  switch (origin.kind) {
    case "pull_request":
      return `made for pull request ${origin.number}`;
    case "branch":
      return `made for branch ${origin.branch}`;
    case "tag":
      return `made for tag ${origin.tag}`;
    case "manual":
      return "made by hand";
    default:
      return origin satisfies never;
  }
}

/** The app's name is another repository's: two repositories must not meet in one app, whatever their stages are called. */
export function ofOtherRepository(record: StageRecord, repository: StageRecord["repository"]): Conflict | null {
  if (record.repository.id === repository.id || isNobodys(record)) {
    return null;
  }
  return {
    code: "app-taken",
    message: `App ${record.app} in this home belongs to the repository ${record.repository.name} (stage ${record.stage}).`,
    next: "Give this project another name, or keep its state in a home of its own.",
  };
}

/** Made at a terminal, of an app that no workflow had deployed: the first that does takes it over. */
export function isNobodys({ repository }: Pick<StageRecord, "repository">): boolean {
  return repository.id === 0;
}

/** Stages that differ by case alone would share buckets, folders and web addresses. */
export function ofOtherCase(record: StageRecord, target: StageTarget): Conflict | null {
  if (record.stage === target.stage) {
    return null;
  }
  return {
    code: "stage-case",
    message:
      `Stage ${target.stage} (${target.rule}) is, but for its case, the stage ${record.stage} of app ${record.app}, ` +
      `${describeOrigin(record.origin)}.`,
    next: `Write ${record.stage} if that stage is meant; else give this one another name (${here("where stages are named")}).`,
  };
}

/** Of the same stage only: when a project's folder was moved, its other stages may be at either place for a while. */
function ofOtherPath(record: StageRecord, { target, path }: Claim): Conflict | null {
  if (record.path === path || target.namedBy === "person") {
    return null;
  }
  const how =
    target.origin.kind === "pull_request" ? `pull-request: ${target.origin.number}` : `stage: ${record.stage}`;
  return {
    code: "path-taken",
    message: `Stage ${record.stage} of app ${record.app} belongs to the project in ${record.path}, not to the one in ${path}.`,
    next:
      `If there are two projects, give one of them another name. ` +
      `If the project was moved, confirm that: start the workflow by hand once, with ${how}.`,
  };
}

function ofOtherOrigin(record: StageRecord, claim: Claim): Conflict | null {
  const { target } = claim;
  if (sameOrigin(record.origin, target.origin) || mayShare(record.origin, claim)) {
    return null;
  }
  return {
    code: "stage-taken",
    message: `Stage ${record.stage} of app ${record.app} was ${describeOrigin(record.origin)}; ${target.rule} would take it over.`,
    next: `${anotherName(target.origin)}, or free stage ${record.stage} first: ${here("ask for its removal")}.`,
  };
}

function anotherName(origin: StageOrigin): string {
  switch (origin.kind) {
    case "branch":
      return `Rename the branch, or give it another stage in the input branches ("${origin.branch}=another-stage")`;
    case "pull_request":
      return "Leave the input stage out, or make the pull request's number part of it";
    case "tag":
    case "manual":
      return `Name another stage (${setting("stage")})`;
    default:
      return origin satisfies never;
  }
}

function first(records: readonly StageRecord[], conflict: (record: StageRecord) => Conflict | null): Conflict | null {
  return records.map(conflict).find((found) => found !== null) ?? null;
}
