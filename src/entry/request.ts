import { join } from "node:path";

import type { Request } from "../commands/services.ts";
import { parseBranchRules } from "../events/branch-rules.ts";
import { withWish } from "../events/by-hand.ts";
import type { Event } from "../events/event.ts";
import type { TargetRules } from "../events/target-rules.ts";
import { Failure } from "../failure.ts";
import type { Inputs } from "./inputs.ts";
import type { Runner } from "./runner.ts";

/** What the run is asked for, by its inputs, its runner and its event. Throws `Failure` for inputs that do not fit. */
export function requestOf(from: { readonly inputs: Inputs; readonly runner: Runner; readonly event: Event }): Request {
  const { inputs, runner, event } = from;
  const path = relativePath(inputs["working-directory"]);
  const rules = rulesOf(inputs, runner.commit);
  return {
    event: withWish(event, rules),
    rules,
    directory: join(runner.workspace, path),
    path,
    app: inputs.app,
    impact: inputs.impact,
    dryRun: inputs["dry-run"],
    adopt: inputs.adopt,
    options: {
      targets: inputs.target,
      targetDependents: inputs["target-dependents"],
      replace: inputs.replace,
      expectNoChanges: inputs["expect-no-changes"],
      excludeProtected: inputs["exclude-protected"],
      plan: inputs.plan,
      config: inputs["config-map"],
    },
    dataTypes: inputs["data-types"],
    configFrom: inputs["config-from"],
    announce: {
      deployments: inputs.deployments,
      commitStatus: inputs["commit-status"],
      checkRun: inputs["check-run"],
      environment: inputs.environment,
    },
    comment: inputs.comment,
    lockTimeoutSeconds: inputs["lock-timeout"] * 60,
    engineGraceSeconds: inputs["engine-grace"] * 60,
  };
}

/** What the inputs say of the stage and the command; `commit` is the one that the workflow was started on. */
export function rulesOf(
  inputs: Pick<Inputs, "branches" | "command" | "stage" | "pull-request">,
  commit: string | null,
): TargetRules {
  return {
    branches: parseBranchRules(inputs.branches),
    // The stage whose outputs are asked for is the one that a preview would be of.
    command: inputs.command === "outputs" ? "diff" : inputs.command,
    stage: inputs.stage,
    pullRequest: inputs["pull-request"],
    commit,
  };
}

/** The project's folder relative to the repository's root, with `/`, `.` for the root. It must not lead out of the repository. */
function relativePath(input: string): string {
  const parts = input.split(/[/\\]+/u).filter((part) => part !== "" && part !== ".");
  if (!parts.includes("..") && !/^(?:\/|[A-Za-z]:)/u.test(input)) {
    return parts.length === 0 ? "." : parts.join("/");
  }
  throw new Failure({
    code: "bad-input",
    message: `input \`working-directory\` is ${JSON.stringify(input)}: it must be a folder inside the repository, without "..".`,
    next: "Give the project's folder relative to the repository's root, like `infra` or `services/shop`.",
  });
}
