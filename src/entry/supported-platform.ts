import { Failure } from "../failure.ts";

/**
 * Throws `Failure` (`unsupported-platform`) on a system on which the engine cannot be ended politely, or nobody has tried whether it can:
 * a deploy that cannot be cancelled safely is not begun. `platform` is Node's `process.platform`.
 */
export function requireSupportedPlatform(platform: string): void {
  if (platform === "linux" || platform === "darwin") {
    return;
  }
  const name = platform === "win32" ? "Windows" : platform;
  throw new Failure({
    code: "unsupported-platform",
    message: `Stagewright does not run the engine on ${name} yet: a run could not be cancelled there without losing state. Nothing was changed.`,
    next: platform === "win32" ? "Use a Linux or macOS machine, or WSL." : "Use a Linux or macOS machine.",
  });
}
