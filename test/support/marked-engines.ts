import { readdir, readFile } from "node:fs/promises";

/** Processes that still run of engines whose environment names `folder`: each with the mark of its run. */
export async function markedEngines(folder: string): Promise<{ readonly pid: number; readonly mark: string }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      const mark = /STAGEWRIGHT_RUN_MARK=(?<mark>[^\0]+)/u.exec(environment)?.groups?.["mark"];
      return mark !== undefined && environment.includes(folder) ? [{ pid: Number(pid), mark }] : [];
    }),
  );
  return found.flat();
}
