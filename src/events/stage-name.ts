import { createHash } from "node:crypto";
import { Failure } from "../failure.ts";
import type { Skip } from "./target.ts";
import { setting } from "../reader/reader.ts";

export const MAX_STAGE_LENGTH = 40;

const HASH_LENGTH = 8;
const SAFE = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const PULL_REQUEST_STAGE = /^pr-(\d{1,15})$/i;

/** The stage of a pull request: `pr-12`. */
export function pullRequestStage(number: number): string {
  return `pr-${number}`;
}

/** The pull request that a stage name is reserved for (in any case: `PR-12` is 12); null for every other name. */
export function reservedFor(stage: string): number | null {
  const digits = PULL_REQUEST_STAGE.exec(stage)?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * The stage that a branch gets when no rule names one: SST Autodeploy's default (everything but letters, digits and `-` becomes `-`, runs
 * of `-` become one, none at either end, case is kept), at most 40 characters. Two deviations: a longer name is cut and ends in a hash of
 * the whole branch name, so that two long branches stay apart; a branch of which nothing is left (`🚀`) is `branch-` and that hash.
 *
 * Skips a branch whose stage would be a pull request's (`pr-12`).
 */
export function stageNameOf(branch: string): string | Skip {
  const name = branch
    .replaceAll(/[^a-zA-Z0-9-]/g, "-")
    .replaceAll(/-+/g, "-")
    .replaceAll(/^-|-$/g, "");
  if (name === "") {
    return `branch-${shortHash(branch)}`;
  }
  if (reservedFor(name) !== null) {
    return {
      kind: "skip",
      code: "reserved-name",
      reason:
        `Branch ${branch} would get stage ${name}, but such names belong to pull requests. ` +
        `Rename the branch, or give it a stage of its own in the input branches.`,
    };
  }
  if (name.length <= MAX_STAGE_LENGTH) {
    return name;
  }
  const start = name.slice(0, MAX_STAGE_LENGTH - HASH_LENGTH - 1).replace(/-$/, "");
  return `${start}-${shortHash(branch)}`;
}

/**
 * A stage name that a person wrote, trimmed. `where` says in which input, for the error.
 * Throws `Failure` (`bad-stage-name`) unless it is 1 to 40 letters, digits and `-`, with no `-` at either end.
 */
export function checkStageName(name: string, where = setting("stage")): string {
  const trimmed = name.trim();
  if (trimmed.length <= MAX_STAGE_LENGTH && SAFE.test(trimmed)) {
    return trimmed;
  }
  throw new Failure({
    code: "bad-stage-name",
    message: `${where}: ${JSON.stringify(trimmed)} is no stage name.`,
    next: `Use 1 to ${MAX_STAGE_LENGTH} letters, digits and "-", with a letter or digit at either end.`,
  });
}

/** Whether two names are one stage. Case does not tell stages apart: buckets, folders and web addresses may not either. */
export function sameStageName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}
