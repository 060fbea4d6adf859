import type { ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** Ids of the watchers that a run's process has started. */
export async function watchersOf({ pid }: ChildProcess): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name));
  const found = await Promise.all(
    pids.map(async (one) => {
      const [line, command] = await Promise.all(
        ["stat", "cmdline"].map((file) => readFile(`/proc/${one}/${file}`, "utf8").catch(() => "")),
      );
      const parent = Number((line ?? "").slice((line ?? "").lastIndexOf(")") + 2).split(" ")[1]);
      return parent === pid && command?.includes("watch.js") === true ? [Number(one)] : [];
    }),
  );
  return found.flat();
}

/** Kills a run's process and its watchers at once, as the end of their machine does. */
export async function killWithWatchers(run: ChildProcess): Promise<void> {
  // What it starts in between would be missed.
  run.kill("SIGSTOP");
  for (const watcher of await watchersOf(run)) {
    process.kill(watcher, "SIGKILL");
  }
  run.kill("SIGKILL");
}
