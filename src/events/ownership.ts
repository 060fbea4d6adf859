import { Failure } from "../failure.ts";
import type { StageOrigin, StageRecord } from "../home/record.ts";
import { type BranchRule, matchBranchRule } from "./branch-rules.ts";
import { sameStageName, stageNameOf } from "./stage-name.ts";
import type { Skip, StageTarget } from "./target.ts";

/** A target, and what the home knows of its app. */
export type Claim = {
  readonly target: StageTarget;
  readonly app: string;
  /** The project's folder, as in the record; null where there is no checkout that would tell. */
  readonly path: string | null;
  readonly repository: { readonly id: number; readonly name: string };
  /** Every record of the home; those of other apps are passed over. */
  readonly records: readonly StageRecord[];
  /** Rules of the input `branches`: they let several branches share a stage on purpose. */
  readonly branches: readonly BranchRule[];
};

type Conflict = { readonly code: string; readonly message: string; readonly next: string };

/**
 * Whether a stage may be this target's. null: it may. A deploy, or a removal that a person asked for, throws `Failure`
 * (`app-taken`, `path-taken`, `stage-taken`) where the app is another repository's or the stage is another folder's, branch's or pull
 * request's. A removal that an event asks for is skipped instead, also with `not-ephemeral` where the record says that the stage is not.
 */
export function conflictOf(claim: Claim): Skip | null {
  const { target, app } = claim;
  const ofApp = claim.records.filter((record) => record.app === app);
  const sameStage = ofApp.filter((record) => sameStageName(record.stage, target.stage));
  const conflict =
    first(ofApp, (record) => ofOtherRepository(record, claim)) ??
    first(sameStage, (record) => ofOtherPath(record, claim)) ??
    first(sameStage, (record) => ofOtherOrigin(record, claim));
  const byEvent = target.command === "remove" && !target.asked;
  if (conflict !== null && !byEvent) {
    throw new Failure(conflict);
  }
  if (conflict !== null) {
    return { kind: "skip", code: conflict.code, reason: `Nothing to remove: ${conflict.message}` };
  }
  const kept = sameStage.find((record) => !record.ephemeral);
  if (byEvent && kept !== undefined) {
    const reason = `Stage ${kept.stage} is long-lived (${describeOrigin(kept.origin)}); only a person removes it.`;
    return { kind: "skip", code: "not-ephemeral", reason };
  }
  return null;
}

/**
 * What the stage's record says of its making after this target's command. A run by hand on a stage that is there already leaves it what it
 * was: a hotfix put on `pr-12` or `staging` makes it nobody else's.
 */
export function recordedOrigin(
  target: StageTarget,
  record: StageRecord | null,
): { readonly origin: StageOrigin; readonly ephemeral: boolean } {
  const { origin, ephemeral } = target.origin.kind === "manual" && record !== null ? record : target;
  return { origin, ephemeral };
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

function ofOtherRepository(record: StageRecord, claim: Claim): Conflict | null {
  if (record.repository.id === claim.repository.id) {
    return null;
  }
  return {
    code: "app-taken",
    message: `app ${record.app} in this home belongs to the repository ${record.repository.name} (stage ${record.stage}).`,
    next: "Give this project another name, or keep its state in a home of its own.",
  };
}

/** Of the same stage only: when a project's folder was moved, its other stages may be at either place for a while. */
function ofOtherPath(record: StageRecord, claim: Claim): Conflict | null {
  if (claim.path === null || record.path === claim.path || claim.target.origin.kind === "manual") {
    return null;
  }
  return {
    code: "path-taken",
    message: `stage ${record.stage} of app ${record.app} belongs to the project in ${record.path}, not to the one in ${claim.path}.`,
    next:
      "Give one of the two projects another name. If the project was moved, confirm that: " +
      `start the workflow by hand once with the stage ${record.stage}, on a branch that has not this stage, or remove the stage first.`,
  };
}

function ofOtherOrigin(record: StageRecord, claim: Claim): Conflict | null {
  const { target } = claim;
  if (record.stage === target.stage && isShared(record, claim)) {
    return null;
  }
  return {
    code: "stage-taken",
    message: `stage ${record.stage} of app ${record.app} was ${describeOrigin(record.origin)}; ${target.rule} would take it over.`,
    next: 'Rename the branch, or name its stage in the input branches ("branch=stage").',
  };
}

function isShared(record: StageRecord, { target, branches }: Claim): boolean {
  const mine = target.origin;
  const theirs = record.origin;
  if (mine.kind === "manual") {
    return true;
  }
  if (theirs.kind === "manual") {
    return !target.ephemeral;
  }
  if (mine.kind === "pull_request" || theirs.kind === "pull_request") {
    return mine.kind === "pull_request" && theirs.kind === "pull_request" && mine.number === theirs.number;
  }
  if (mine.kind === "tag" || theirs.kind === "tag") {
    return mine.kind === theirs.kind;
  }
  return mine.branch === theirs.branch || mayFollow(theirs.branch, mine.branch, { stage: target.stage, branches });
}

/**
 * Branches that a rule sends to this stage in so many words share it (`release/*=staging`), and it passes on from a branch that does not
 * come to it any more (`main=production` became `trunk=production`). Never from one whose own name still gives this stage.
 */
function mayFollow(
  before: string,
  branch: string,
  { stage, branches }: { readonly stage: string; readonly branches: readonly BranchRule[] },
): boolean {
  const named = matchBranchRule(branches, branch)?.stage ?? null;
  if (named === null || !sameStageName(named, stage)) {
    return false;
  }
  if (matchBranchRule(branches, before)?.stage) {
    return true;
  }
  const own = stageNameOf(before);
  return typeof own !== "string" || !sameStageName(own, stage);
}

function first(records: readonly StageRecord[], conflict: (record: StageRecord) => Conflict | null): Conflict | null {
  return records.map(conflict).find((found) => found !== null) ?? null;
}
