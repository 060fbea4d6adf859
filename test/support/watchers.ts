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
