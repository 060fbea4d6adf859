import type { EngineHome } from "../../home/home.ts";
import type { EngineOrder, StageKey } from "../engine.ts";
import type { Patience } from "../process.ts";
import { withAbsolutePaths } from "./path-variables.ts";

/** The engine as it was found or installed, and what its processes need. */
export type PulumiTools = {
  /** Absolute path of the `pulumi` program. */
  readonly command: string;
  /** As `3.259.0`. */
  readonly version: string;
  /** The scrubbed environment of every engine process, with the engine's folders first on PATH. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the user hands on by `pass-env`, to explain errors of what was kept back. */
  readonly passEnv: readonly string[];
  /** Resource types that hold data besides the known ones (input `data-types`). */
  readonly dataTypes: readonly string[];
  /** Where the run's own folders are made, outside the user's tree. */
  readonly temporaryDirectory: string;
  readonly patience: Patience;
  /** How often it is said which steps are still under way; other than the default only in tests. */
  readonly stillMs?: number;
  /** Resolves when what earlier runs of the stage kept of plugins and the like is in place; none where nothing is brought. Never rejects. */
  readonly bringKept?: (key: StageKey) => Promise<void>;
  /** Makes sure that Node's dynamic providers find an SDK beside the engine, for a removal where the program is gone. */
  readonly ensureDynamicSdk: () => Promise<void>;
};

/** The environment of engine processes on a stage: the tools', with what its home adds (where the state is, perhaps the passphrase). */
export function environmentOn(home: Pick<EngineHome, "engineEnvironment">, tools: PulumiTools): Record<string, string> {
  return { ...tools.environment, ...home.engineEnvironment };
}

/** The same for whoever does not run in the project's folder, which relative paths in it mean. */
export function environmentElsewhere(
  { home, directory, pathsFrom }: Pick<EngineOrder, "home" | "directory" | "pathsFrom">,
  tools: PulumiTools,
): Record<string, string> {
  const environment = environmentOn(home, tools);
  const folder = directory ?? pathsFrom;
  return folder === undefined ? environment : withAbsolutePaths(environment, folder);
}
