import { Failure } from "../failure.ts";
import type { StageRecord } from "../home/record.ts";
import { type Conflict, describeOrigin, isNobodys, ofOtherCase, ofOtherRepository, sameOrigin } from "./ownership.ts";
import { sameStageName } from "./stage-name.ts";
import type { Skip, StageTarget } from "./target.ts";
import { here, setting } from "../reader/reader.ts";

/** What a removal is for, and what the home knows. */
export type RemovalSearch = {
  readonly target: StageTarget;
  readonly repository: StageRecord["repository"];
  /** null where neither a checkout nor the input `app` tells it: the stages of all of this repository's apps are looked at. */
  readonly app: string | null;
  /** Every record of the home. Once the stage's lock is held, its record as it is now: it may have become somebody else's. */
  readonly records: readonly StageRecord[];
};

/**
 * The records of the stages that a removal is for, never an empty list. Needs neither checkout nor branch nor program.
 *
 * An event, and a person who starts a run for a pull request or a branch, finds what was made for that by this repository, under whatever
 * names and in whatever apps; of that only what the record calls ephemeral. A stage that is asked for by its name is found by its name,
 * whatever it was made for.
 *
 * Skips with `nothing-to-remove` (the home may still hold a state without a record), `app-taken` or `stage-taken` (what has the app's or
 * the stage's name is somebody else's) or `not-ephemeral`. A removal that was asked for throws `Failure` instead where something is taken,
 * and, by name, with `stage-case` or `several-apps`.
 */
export function removableStages(search: RemovalSearch): readonly StageRecord[] | Skip {
  const { app, repository } = search;
  const ours = search.records.filter(
    (record) => (record.repository.id === repository.id || isNobodys(record)) && (app === null || record.app === app),
  );
  return isByName(search.target) ? byName(search, ours) : byOrigin(search, ours);
}

/** Asked for as this stage, rather than as whatever a branch or pull request has. */
function isByName(target: StageTarget): boolean {
  return target.asked && target.namedBy !== "origin" && target.origin.kind !== "pull_request";
}

function byOrigin(search: RemovalSearch, ours: readonly StageRecord[]): readonly StageRecord[] | Skip {
  const { target } = search;
  const made = ours.filter((record) => sameOrigin(record.origin, target.origin));
  if (made.length === 0) {
    return nothing(search, `no stage is on record as ${describeOrigin(target.origin)}`);
  }
  // Long-lived by its target too: `command: remove` on a push to that very branch, which the workflow says in so many words.
  const removable = target.asked && !target.ephemeral ? made : made.filter((record) => record.ephemeral);
  if (removable.length > 0) {
    return removable;
  }
  const names = made.map((record) => record.stage).join(", ");
  return {
    kind: "skip",
    code: "not-ephemeral",
    reason:
      `Stage ${names} (${describeOrigin(target.origin)}) is long-lived and stays. ` +
      `To remove it, ${here("ask for its removal")}.`,
  };
}

function byName(search: RemovalSearch, ours: readonly StageRecord[]): readonly StageRecord[] | Skip {
  const { target } = search;
  const named = ours.filter((record) => sameStageName(record.stage, target.stage));
  const [stage, ...others] = named;
  if (stage === undefined) {
    return nothing(search, `no stage ${target.stage} is on record`);
  }
  if (others.length > 0) {
    throw new Failure({
      code: "several-apps",
      message: `Several apps have a stage ${target.stage}: ${named.map((record) => record.app).join(", ")}.`,
      next: `Name one of them: ${setting("app")}.`,
    });
  }
  const conflict = ofOtherCase(stage, target);
  if (conflict !== null) {
    throw new Failure(conflict);
  }
  return named;
}

/** Nothing of ours is there. Whether that is all, or the app or the stage is somebody else's, is for people to know. */
function nothing(search: RemovalSearch, why: string): Skip {
  const { records, app, target, repository } = search;
  const conflict =
    records
      .filter((record) => (app === null ? record.repository.id === repository.id : record.app === app))
      .map((record) => ofOtherRepository(record, repository) ?? ofOther(record, target))
      .find((found) => found !== null) ?? null;
  if (conflict === null) {
    return { kind: "skip", code: "nothing-to-remove", reason: `Nothing to remove: ${why}.` };
  }
  if (target.asked) {
    throw new Failure(conflict);
  }
  return { kind: "skip", code: conflict.code, reason: `Nothing to remove: ${why}. ${conflict.message}` };
}

function ofOther(record: StageRecord, target: StageTarget): Conflict | null {
  if (!sameStageName(record.stage, target.stage)) {
    return null;
  }
  return {
    code: "stage-taken",
    message: `Stage ${record.stage} of app ${record.app} was ${describeOrigin(record.origin)}.`,
    next: `If that stage is meant, ${here("ask for its removal")}.`,
  };
}
