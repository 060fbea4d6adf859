import { branchStage } from "./branch-stage.ts";
import type { Event } from "./event.ts";
import type { TargetRules } from "./target-rules.ts";
import type { StageTarget } from "./target.ts";

/**
 * Names of the stages that a run for a target believes what they recorded of GitHub's cache: its own, and for an ephemeral stage that of
 * the pull request's base branch, or of the default branch, whose entries GitHub lets it read. Never the other way round: what a preview
 * recorded is of no use to anybody else. Throws as `branchStage` does.
 */
export function trustedStages(
  target: Pick<StageTarget, "stage" | "ephemeral">,
  event: Exclude<Event, { kind: "ignored" }>,
  { branches }: Pick<TargetRules, "branches">,
): readonly string[] {
  const { defaultBranch } = event.repository;
  const branch = event.kind === "pull_request" ? event.base.branch : defaultBranch;
  if (!target.ephemeral || branch === null) {
    return [target.stage];
  }
  const base = branchStage({ branch, rules: branches, defaultBranch });
  return "kind" in base || base.stage === target.stage ? [target.stage] : [target.stage, base.stage];
}
