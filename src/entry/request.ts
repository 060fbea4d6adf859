import { join } from "node:path";

import type { Request } from "../commands/services.ts";
import { parseBranchRules } from "../events/branch-rules.ts";
import type { Event } from "../events/event.ts";
import { Failure } from "../failure.ts";
import type { Inputs } from "./inputs.ts";
import type { Runner } from "./runner.ts";

/** What the run is asked for, by its inputs, its runner and its event. Throws `Failure` for inputs that do not fit. */
export function requestOf(from: { readonly inputs: Inputs; readonly runner: Runner; readonly event: Event }): Request {
  const { inputs, runner, event } = from;
  const path = relativePath(inputs["working-directory"]);
  return {
    event,
    rules: {
      branches: parseBranchRules(inputs.branches),
      // The stage whose outputs are asked for is the one that a preview would be of.
      command: inputs.command === "outputs" ? "diff" : inputs.command,
      stage: inputs.stage,
      pullRequest: inputs["pull-request"],
      commit: runner.commit,
    },
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

/**
 * The step's inputs by name. A manual run's form (`on.workflow_dispatch.inputs`) counts where the step itself says nothing: its fields
 * `command`, `stage`, `pull-request` and `app` need no wiring.
 */
export function withFormFields(getInput: (name: string) => string, event: Event): (name: string) => string {
  if (event.kind !== "manual") {
    return getInput;
  }
  const field = (name: string) => event.inputs[name]?.trim() ?? "";
  const isTargeted = getInput("stage") !== "" || getInput("pull-request") !== "";
  return (name) => {
    const given = getInput(name);
    switch (name) {
      case "command":
        return given === "auto" && field(name) !== "" ? field(name) : given;
      case "stage":
      case "pull-request":
        return isTargeted ? given : field(name);
      case "app":
        return given === "" ? field(name) : given;
      default:
        return given;
    }
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
