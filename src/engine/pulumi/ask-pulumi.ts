import { type ProcessEnd, runProcess } from "../process.ts";
import { withAbsolutePaths } from "./path-variables.ts";
import type { PulumiTools } from "./tools.ts";

/** More than any state that Pulumi's own backends can still work with. */
const wholeOutput = 1024 ** 3;

/** A question has no long operation to wait for. In milliseconds. */
const patience = { inactivityMs: 120_000, busyMs: 120_000, politeMs: 5000, firmMs: 5000 };

/**
 * Runs a Pulumi command that only asks or keeps house (`stack export`, `stack tag ls`); resolves however it ended, to its whole output.
 * `environment` is added to the engine's own, `cwd` is a folder of ours that nobody else can read, and `pathsFrom` the project's, which relative paths in the environment mean. A cancelled run still asks: how it
 * ended is to be put on record.
 */
export function askPulumi(
  tools: PulumiTools,
  args: readonly string[],
  at: {
    readonly cwd: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly pathsFrom?: string;
  },
): Promise<ProcessEnd> {
  const environment = { ...tools.environment, ...at.environment };
  return runProcess({
    command: tools.command,
    args,
    cwd: at.cwd,
    environment: at.pathsFrom === undefined ? environment : withAbsolutePaths(environment, at.pathsFrom),
    outputFolder: at.cwd,
    signal: new AbortController().signal,
    patience,
    keptBytes: wholeOutput,
  });
}
