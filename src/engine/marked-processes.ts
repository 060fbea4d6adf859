import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Ids of this user's processes that have a setting (`NAME=value`, without spaces) in their environment, but for this one. Linux shows it
 * below `/proc`, macOS by `ps -E`; elsewhere nothing does, and none are found.
 */
export async function markedProcesses(setting: string): Promise<number[]> {
  if (process.platform === "linux") {
    return markedInProc(setting);
  }
  if (process.platform === "darwin") {
    const { stdout } = await promisify(execFile)("ps", ["-x", "-E", "-ww", "-o", "pid=,command="], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return markedInPs(stdout, setting);
  }
  return [];
}

async function markedInProc(setting: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid);
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.split("\0").includes(setting) ? [Number(pid)] : [];
    }),
  );
  return marked.flat();
}

/** Reads what `ps -x -E -ww -o pid=,command=` prints on macOS: a line for each process, its arguments followed by its environment. */
export function markedInPs(listing: string, setting: string): number[] {
  return listing.split("\n").flatMap((line) => {
    const [, pid, words] = /^\s*(\d+)\s+(.*)$/u.exec(line) ?? [];
    const isMarked = words?.split(" ").includes(setting) === true && Number(pid) !== process.pid;
    return isMarked ? [Number(pid)] : [];
  });
}
