import { resolve } from "node:path";

import type { ChangeSet } from "../change.ts";
import { isPartial, type RunOptions } from "../run-options.ts";

/** What the engine's command line gets for a run's options. `directory`: the project's, from which a plan's path counts. */
export function optionArguments(
  options: RunOptions,
  command: "deploy" | "diff" | "refresh",
  directory: string,
): readonly string[] {
  const { targets, replace, plan } = options;
  const isUpdate = command !== "refresh";
  return [
    ...targets.flatMap((urn) => ["--target", urn]),
    ...(options.targetDependents ? ["--target-dependents"] : []),
    ...(isUpdate ? replace.flatMap((urn) => ["--replace", urn]) : []),
    ...(options.expectNoChanges ? ["--expect-no-changes"] : []),
    ...(plan === null || !isUpdate ? [] : [command === "diff" ? "--save-plan" : "--plan", resolve(directory, plan)]),
  ];
}

/** The change set, with a warning that it is not about the whole stage, where it is not. */
export function markPartial(changeSet: ChangeSet, options: RunOptions): ChangeSet {
  if (!isPartial(options)) {
    return changeSet;
  }
  const message = `Only these targets were looked at; the rest of the stage may differ from the program:\n${options.targets.join("\n")}`;
  return {
    ...changeSet,
    diagnostics: [...changeSet.diagnostics, { severity: "warning", message, urn: null, resource: null, source: null }],
  };
}
