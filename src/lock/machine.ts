import { execFile } from "node:child_process";
import { readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Independent of the user's language and time zone, so that what two processes read can be compared. */
const plainEnvironment = { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" };

let identity: Promise<string | null> | undefined;

/**
 * What two processes have in common exactly when process ids mean the same to both: the boot and, on Linux, the process namespace (a
 * container has its own, and may well have its neighbour's host name). null where the system does not tell (Windows).
 */
export function machineIdentity(): Promise<string | null> {
  identity ??= readIdentity().catch(() => null);
  return identity;
}

async function readIdentity(): Promise<string | null> {
  if (process.platform === "linux") {
    const [boot, namespace] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readlink("/proc/self/ns/pid"),
    ]);
    return `boot ${boot.trim()}, ${namespace}`;
  }
  if (process.platform === "darwin") {
    const { stdout } = await run("sysctl", ["-n", "kern.bootsessionuuid"], { env: plainEnvironment });
    return stdout.trim() === "" ? null : `boot ${stdout.trim()}`;
  }
  return null;
}

/**
 * When a process of this machine started, in milliseconds of the machine's own count: since boot on Linux (a count since the epoch would
 * move when somebody sets the clock), since the epoch elsewhere. Only good for telling two processes with one id apart. `ended` when
 * there is no such process for certain; null when the system does not tell (Windows, no permission).
 */
export async function processStart(pid: number): Promise<number | "ended" | null> {
  if (!exists(pid)) {
    return "ended";
  }
  if (process.platform === "linux") {
    return readFile(`/proc/${pid}/stat`, "utf8").then(startFromProcStat, () => null);
  }
  if (process.platform === "darwin") {
    return run("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { env: plainEnvironment }).then(
      ({ stdout }) => startFromPs(stdout),
      () => null,
    );
  }
  return null;
}

/**
 * Reads a line of `/proc/<pid>/stat` (proc(5)): field 3 is the state, field 22 the start in ticks since boot, of which Linux counts 100 a
 * second on every architecture that Node runs on. The name in field 2 may hold spaces and brackets.
 */
export function startFromProcStat(line: string): number | "ended" | null {
  const [state, ...rest] = line.slice(line.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X") {
    return "ended";
  }
  const ticks = Number(rest[18]);
  return Number.isInteger(ticks) ? ticks * 10 : null;
}

/** Reads a line of `ps -o stat=,lstart=` as it is printed in the C locale: `Ss   Wed Nov 25 01:47:45 2026`. */
export function startFromPs(line: string): number | "ended" | null {
  const [, state, start] = /^\s*(\S+)\s+(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})\s*$/.exec(line) ?? [];
  if (state === undefined || start === undefined) {
    return null;
  }
  if (state.startsWith("Z")) {
    return "ended";
  }
  const time = Date.parse(`${start} UTC`);
  return Number.isNaN(time) ? null : time;
}

/** A process that has ended and whose parent has not asked yet still exists in this sense. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
