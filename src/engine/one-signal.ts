import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Claims the one polite signal of an engine, in its run's own folder: true for the first who asks. Several processes may want to end an
 * engine that was left (a watcher, a post step, the next run), and Pulumi takes a second signal as the order to drop what it is doing.
 */
export function claimSignal(engine: { readonly pid: number; readonly folder: string }): boolean {
  try {
    writeFileSync(join(engine.folder, `signalled-${engine.pid}`), "", { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "EEXIST");
  }
}
