import { Failure } from "../failure.ts";

/** A configuration value for one run; `key` is as Pulumi takes it (`name` or `namespace:name`). */
export type ConfigEntry = { readonly key: string; readonly value: unknown; readonly secret: boolean };

/** What one run asks of the engine besides its command. */
export type RunOptions = {
  /** URNs (`*` and `**` stand for any text): only these are deployed or refreshed. Empty: all. */
  readonly targets: readonly string[];
  readonly targetDependents: boolean;
  /** URNs that are to be replaced even if they did not change. */
  readonly replace: readonly string[];
  readonly expectNoChanges: boolean;
  /** A removal leaves protected resources. */
  readonly excludeProtected: boolean;
  /** A plan's file, relative to the project's folder: `diff` saves it, `deploy` keeps to it. */
  readonly plan: string | null;
  readonly config: readonly ConfigEntry[];
};

export const noOptions: RunOptions = {
  targets: [],
  targetDependents: false,
  replace: [],
  expectNoChanges: false,
  excludeProtected: false,
  plan: null,
  config: [],
};

/** Whether the run leaves parts of the stage alone, so that it says nothing of the whole. */
export const isPartial = ({ targets }: RunOptions): boolean => targets.length > 0;

const usable = {
  deploy: ["target", "replace", "expect-no-changes", "plan", "config-map", "exclude-protected"],
  diff: ["target", "replace", "expect-no-changes", "plan", "config-map", "exclude-protected"],
  refresh: ["target", "expect-no-changes", "config-map", "exclude-protected"],
  remove: ["config-map", "exclude-protected"],
} as const;

/**
 * Refuses what the command would have to ignore: a removal that was to destroy one target must not destroy the stage. What
 * may stand in a workflow for all commands (`config-map`, `exclude-protected`) is not refused.
 */
export function refuseUnusable(options: RunOptions, command: keyof typeof usable): void {
  const asked: Readonly<Record<string, boolean>> = {
    target: options.targets.length > 0 || options.targetDependents,
    replace: options.replace.length > 0,
    "expect-no-changes": options.expectNoChanges,
    plan: options.plan !== null,
    "config-map": options.config.length > 0,
    "exclude-protected": options.excludeProtected,
  };
  const names: readonly string[] = usable[command];
  const unusable = Object.keys(asked).filter((name) => asked[name] === true && !names.includes(name));
  if (unusable.length > 0) {
    throw new Failure({
      code: "bad-input",
      message: `\`${command}\` cannot take ${unusable.map((name) => `\`${name}\``).join(", ")}.`,
      next: "Nothing was changed. Remove it from the step, or use a step of its own for this command.",
    });
  }
}
