import { uptime } from "node:os";

import { processStart } from "../lock/machine.ts";

/** Clocks of two processes are read in different ways, the boot's moment to a hundredth of a second; nothing starts this close to its own past. */
const slackMs = 2000;

/**
 * Whether the process that had this id on this machine at a given moment (milliseconds since the epoch) still runs. A later process with
 * the same id is told from it where the system says when a process started; else the id alone counts.
 */
export async function stillRuns(pid: number, moment: number): Promise<boolean> {
  const start = await processStart(pid);
  if (start === "ended") {
    return false;
  }
  if (start === null) {
    return true;
  }
  const boot = process.platform === "linux" ? Date.now() - uptime() * 1000 : 0;
  return boot + start <= moment + slackMs;
}
