import { execFile } from "node:child_process";
import { promisify } from "node:util";

import valid from "semver/functions/valid.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** What `pulumi version` needs to run: no token, no input. */
const needed = ["PATH", "Path", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "SystemRoot", "PULUMI_HOME"];

/**
 * Asks a Pulumi program for its version (`v3.259.0` on its standard output): one process, about 0.15 s. Rejects when it does not start, does
 * not answer within `timeoutMs`, or answers something else.
 */
export async function askVersion(command: string, environment: Environment, timeoutMs = 30_000): Promise<string> {
  const given = Object.fromEntries(
    needed.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
  const { stdout } = await promisify(execFile)(command, ["version"], {
    env: { ...given, PULUMI_SKIP_UPDATE_CHECK: "1" },
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  const version = valid(stdout.trim());
  if (version === null) {
    throw new Error(`\`${command} version\` answered ${JSON.stringify(stdout.slice(0, 200))}`);
  }
  return version;
}
