import { type BranchRule, isExact, matchBranchRule, ruleText } from "./branch-rules.ts";
import { sameStageName, stageNameOf } from "./stage-name.ts";
import type { Skip, StageNamer } from "./target.ts";

/** The stage that a branch comes to, before any record was looked at. */
export type BranchStage = {
  readonly stage: string;
  readonly ephemeral: boolean;
  readonly namedBy: StageNamer;
  readonly rule: string;
};

/**
 * The stage of a branch by the `branches` rules, else by its name. It is ephemeral unless a rule names the branch or it is the default
 * branch; where the default branch is not known (null), any branch might be it, and none is ephemeral.
 * Skips a branch that no rule names and whose stage is a pull request's or a long-lived branch's. Throws as `matchBranchRule` does.
 */
export function branchStage(of: {
  readonly branch: string;
  readonly rules: readonly BranchRule[];
  readonly defaultBranch: string | null;
}): BranchStage | Skip {
  const { branch, rules, defaultBranch } = of;
  const rule = matchBranchRule(rules, branch);
  if (rule !== null && rule.stage !== null) {
    return { stage: rule.stage, ephemeral: false, namedBy: "rule", rule: `branches: ${ruleText(rule)}` };
  }
  const stage = stageNameOf(branch);
  if (typeof stage !== "string") {
    return stage;
  }
  if (rule !== null) {
    return { stage, ephemeral: false, namedBy: "origin", rule: `branches: ${ruleText(rule)} → ${stage}` };
  }
  if (branch === defaultBranch) {
    return { stage, ephemeral: false, namedBy: "origin", rule: `default branch ${branch} → ${stage}` };
  }
  const owner = longLivedOwner({ stage, rules, defaultBranch });
  if (owner !== null) {
    return {
      kind: "skip",
      code: "stage-taken",
      reason:
        `Branch ${branch} would get stage ${stage}, which belongs to ${owner}. ` +
        `Rename the branch, or give it a stage of its own in the input branches.`,
    };
  }
  return { stage, ephemeral: defaultBranch !== null, namedBy: "origin", rule: `branch ${branch} → ${stage}` };
}

/** Who owns a stage by the rules alone (`branches: main=production`, `default branch main`); null where nobody long-lived does. */
export function longLivedOwner(of: {
  readonly stage: string;
  readonly rules: readonly BranchRule[];
  readonly defaultBranch: string | null;
}): string | null {
  const { stage, rules, defaultBranch } = of;
  const owner = rules.find((rule) => {
    const named = rule.stage ?? (isExact(rule.pattern) ? stageNameOf(rule.pattern) : null);
    return typeof named === "string" && sameStageName(named, stage);
  });
  if (owner !== undefined) {
    return `branches: ${ruleText(owner)}`;
  }
  if (defaultBranch === null || matchBranchRule(rules, defaultBranch)?.stage) {
    return null;
  }
  const named = stageNameOf(defaultBranch);
  return typeof named === "string" && sameStageName(named, stage) ? `default branch ${defaultBranch}` : null;
}
