import { spawn } from "node:child_process";

import { Failure } from "../src/failure.ts";

/** How a tool is called: program, arguments, folder, additions to the environment, and what it is for (`missing` says where to get it). */
export type ToolCall = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly missing: string;
};

/** Runs a tool and resolves to its exit code and everything it printed. A tool that is not there is a `Failure`. */
export function runTool(call: ToolCall): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(call.command, call.args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...call.environment },
      ...(call.cwd !== undefined && { cwd: call.cwd }),
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (cause) =>
      reject(
        new Failure({
          code: "no-tool",
          message: `${call.command} cannot be started: ${cause.message}.`,
          next: call.missing,
          cause,
        }),
      ),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The same, where anything but exit code 0 is a `Failure` with the end of what the tool printed. Resolves to all it printed. */
export async function mustRunTool(call: ToolCall): Promise<string> {
  const { code, output } = await runTool(call);
  if (code === 0) {
    return output;
  }
  const end = output.trim().split("\n").slice(-20).join("\n");
  throw new Failure({
    code: "tool-failed",
    message: `${[call.command, ...call.args].join(" ")} failed (exit code ${code}):\n${end}`,
    next: "See its message above.",
  });
}
