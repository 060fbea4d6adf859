import { runProcess } from "../engine/process.ts";
import type { PulumiTools } from "../engine/pulumi/tools.ts";
import type { RunPulumi } from "./backend-stacks.ts";

/** A list of all stacks has some 150 bytes a stack. */
const keepBytes = 16 * 1024 * 1024;

/**
 * Runs `pulumi` for a home. A run that was cancelled still tells its home how it ended, so its signal does not reach these: they take
 * parts of a second, and are given up after two silent minutes.
 */
export function createRunPulumi(tools: () => Promise<PulumiTools>): RunPulumi {
  return async (args, at) => {
    const { command, environment, patience } = await tools();
    return runProcess({
      command,
      args,
      cwd: at.cwd,
      environment: { ...environment, ...at.environment },
      signal: new AbortController().signal,
      patience: { ...patience, inactivityMs: Math.min(patience.inactivityMs, 120_000) },
      keepBytes,
    });
  };
}
