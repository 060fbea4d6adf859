import type { Patience } from "../process.ts";

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
  /** Where the run's own folders are made, outside the user's tree. */
  readonly temporaryDirectory: string;
  readonly patience: Patience;
  /** Makes sure that Node's dynamic providers find an SDK beside the engine, for a removal where the program is gone. */
  readonly ensureDynamicSdk: () => Promise<void>;
};
