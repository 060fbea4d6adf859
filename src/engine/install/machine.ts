import { Failure } from "../../failure.ts";
import { here, setting } from "../../reader/reader.ts";

/** A kind of machine in the words of Pulumi's release archives. */
export type Machine = { readonly os: "linux" | "darwin"; readonly arch: "x64" | "arm64" };

/**
 * The kind of machine, from Node's `process.platform` and `process.arch`. One that has no archive which this version can unpack (Windows'
 * are zip files) is a `Failure`; a Pulumi that somebody installed there is found all the same.
 */
export function machineOf(platform: string, arch: string): Machine {
  if ((platform === "linux" || platform === "darwin") && (arch === "x64" || arch === "arm64")) {
    return { os: platform, arch };
  }
  throw new Failure({
    code: "unsupported-machine",
    message: `Stagewright cannot install Pulumi on ${platform} (${arch}) by itself yet: only on Linux and macOS, x64 and arm64.`,
    next: `Install Pulumi ${here("beforehand")}; it is found on PATH, or by ${setting("pulumi-path")}.`,
  });
}
