import type { StageOrigin } from "../home/record.ts";
import { type BranchRule, matchBranchRule } from "./branch-rules.ts";
import { sameStageName, stageNameOf } from "./stage-name.ts";
import type { StageTarget } from "./target.ts";

type Sharing = { readonly target: StageTarget; readonly branches: readonly BranchRule[] };

/**
 * Whether a target may have the stage that was made for something else, `theirs`: a person's choice by name may, a pull request's stage is
 * shared with nothing, tags share what the input `stage` names, and branches what they are sent to on purpose.
 */
export function mayShare(theirs: StageOrigin, sharing: Sharing): boolean {
  const { target } = sharing;
  const mine = target.origin;
  if (mine.kind === "pull_request") {
    return false;
  }
  if (target.namedBy === "person") {
    return true;
  }
  switch (theirs.kind) {
    case "pull_request":
      return false;
    case "manual":
      return !target.ephemeral;
    case "tag":
      return mine.kind === "tag";
    case "branch":
      return mine.kind === "branch" && mayFollow(theirs.branch, sharing);
    default:
      return theirs satisfies never;
  }
}

/**
 * Branches that are sent to this stage in so many words share it (`release/*=staging`, or the input `stage`), and it passes on from a
 * branch that does not come to it any more (`main=production` became `trunk=production`). Never from one whose own name still gives it.
 */
function mayFollow(before: string, { target, branches }: Sharing): boolean {
  if (target.namedBy === "origin") {
    return false;
  }
  if (matchBranchRule(branches, before)?.stage) {
    return true;
  }
  const own = stageNameOf(before);
  return typeof own !== "string" || !sameStageName(own, target.stage);
}
