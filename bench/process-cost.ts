import { readFile } from "node:fs/promises";

const everyMs = 100;
/** What the kernel counts processor time in (`USER_HZ`), a second. Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const ticks = 100;

/** What a process of its own has cost so far. */
export type ProcessCost = {
  /** The most memory that it had (maximum resident set), in MB. */
  readonly megabytes: number;
  /** Processor time, user and system, in seconds. */
  readonly cpuSeconds: number;
};

/** Watches a running process (Linux). What it returns stops that, and gives what the process had cost when it was last there. */
export function watchCost(pid: number): () => ProcessCost {
  let cost: ProcessCost = { megabytes: 0, cpuSeconds: 0 };
  const look = async () => {
    try {
      const [status, stat] = await Promise.all(
        ["status", "stat"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8")),
      );
      const kilobytes = /^VmHWM:\s+(\d+) kB$/mu.exec(status ?? "")?.[1];
      if (kilobytes !== undefined) {
        // The name of the program, in brackets, may hold spaces.
        const [user = 0, system = 0] = (stat ?? "")
          .replace(/^.*\) /su, "")
          .split(" ")
          .slice(11, 13)
          .map(Number);
        cost = { megabytes: Number(kilobytes) / 1024, cpuSeconds: (user + system) / ticks };
      }
    } catch {
      // It has ended.
    }
  };
  const watching = setInterval(() => void look(), everyMs);
  return () => {
    clearInterval(watching);
    return cost;
  };
}
