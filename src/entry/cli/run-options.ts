import { noOptions, type RunOptions } from "../../engine/run-options.ts";
import { inputsSchema } from "../inputs.ts";
import { asInput } from "./as-input.ts";
import { usageError } from "./usage-error.ts";

// What the action takes as inputs of the same names, as options of the commands for which each has a meaning.

const target = {
  target: {
    type: "list",
    value: "URN",
    description: "Only this resource; `*` and `**` stand for any text.",
  },
  "target-dependents": { type: "flag", description: "With `--target`: what depends on it, too." },
} as const;

const expectNoChanges = {
  "expect-no-changes": { type: "flag", description: "Fail if there are changes (a deploy fails after it made them)." },
} as const;

/** Types that hold data besides the known ones: of all commands that could lose it. */
export const dataTypesOption = {
  "data-types": {
    type: "text",
    value: "TYPES",
    description: "Resource types that hold data, besides the known ones, like `acme:db:Store`; separated by commas.",
  },
} as const;

/** Of `deploy` and `diff`; `plan` is what the command does with the file. */
export const updateOptions = (plan: string) =>
  ({
    ...target,
    replace: { type: "list", value: "URN", description: "Replace this resource even if it did not change." },
    ...expectNoChanges,
    plan: { type: "text", value: "FILE", description: plan },
    "config-map": {
      type: "text",
      value: "MAP",
      description:
        "Configuration for this run, as YAML or JSON: `{ region: eu-west-1, token: { value: …, secret: true } }`.",
    },
  }) as const;

export const refreshOptions = { ...target, ...expectNoChanges } as const;

export const removalOptions = {
  "exclude-protected": { type: "flag", description: "Leave protected resources, and the stage with them." },
} as const;

/** The values of those options that a command has. */
export type RunOptionArgs = {
  readonly target?: readonly string[];
  readonly "target-dependents"?: boolean;
  readonly replace?: readonly string[];
  readonly "expect-no-changes"?: boolean;
  readonly "exclude-protected"?: boolean;
  readonly plan?: string | undefined;
  readonly "config-map"?: string | undefined;
};

/** What one run asks of the engine, by its options. What does not fit is a `Failure` (`usage`). */
export function runOptionsOf(args: RunOptionArgs): RunOptions {
  const { target: targets = [], plan = null } = args;
  if (args["target-dependents"] === true && targets.length === 0) {
    throw usageError("`--target-dependents` needs a target.", "Add `--target URN`, or leave it out.");
  }
  return {
    targets,
    targetDependents: args["target-dependents"] ?? noOptions.targetDependents,
    replace: args.replace ?? noOptions.replace,
    expectNoChanges: args["expect-no-changes"] ?? noOptions.expectNoChanges,
    excludeProtected: args["exclude-protected"] ?? noOptions.excludeProtected,
    plan,
    config:
      args["config-map"] === undefined
        ? noOptions.config
        : asInput("config-map", inputsSchema.shape["config-map"], args["config-map"]),
  };
}

/** Types by `--data-types`. */
export function dataTypesOf(args: { readonly "data-types"?: string | undefined }): readonly string[] {
  return args["data-types"] === undefined
    ? []
    : asInput("data-types", inputsSchema.shape["data-types"], args["data-types"]);
}
