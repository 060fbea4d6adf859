import { root } from "./root.ts";
import { runTool } from "./run-tool.ts";

/** Runs a program written for Node in the repository's folder; resolves to its exit code and all it printed. */
export function runNode(args: readonly string[]): Promise<{ code: number; output: string }> {
  return runTool({ command: process.execPath, args, cwd: root, missing: "Run `npm ci --ignore-scripts`." });
}
