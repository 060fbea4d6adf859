import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { type FoundRun, type LeftRun, type LeftRuns, leftRunSchema } from "../commands/left-run.ts";
import type { Trail } from "../commands/services.ts";
import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { jsonOrNull } from "../json.ts";
import type { LockOwner } from "../lock/lock-record.ts";

/**
 * Notes of runs under way on this machine, `left/<home, app and stage>/<run>.json` in the cache folder, which outlives the job: what a
 * process that is killed outright leaves for the next command. Written at once, since nobody knows what comes after.
 */
export function createLeftRuns(cacheDirectory: string): LeftRuns {
  return {
    of: async (where, key) => {
      const folder = folderOf(cacheDirectory, where, key);
      const names = await readdir(folder).catch(() => []);
      const found = await Promise.all(
        names.filter((name) => name.endsWith(".json")).map((name) => readNote(join(folder, name))),
      );
      return found.filter((one) => one !== null);
    },
  };
}

/** null for one that was never written whole. One of another version may be all that says what a dead run made: a `Failure`. */
async function readNote(file: string): Promise<FoundRun | null> {
  const note = jsonOrNull(await readFile(file, "utf8").catch(() => ""));
  const run = leftRunSchema.safeParse(note).data ?? null;
  if (run !== null) {
    return { run, forget: () => rm(file, { force: true }) };
  }
  if (note === null) {
    return null;
  }
  throw new Failure({
    code: "left-run-unreadable",
    message: `An earlier run noted in ${file} what it left on this machine, with another version of Stagewright. Whether all that it made is stored is not known.`,
    next: "Run again with the version that was used then. Or check what that run made against the stored state, and then delete the file.",
  });
}

/** A trail that is also noted on this machine, until the process ends with nothing left to do. */
export function notingTrail(
  trail: Trail,
  of: { readonly cacheDirectory: string; readonly where: string; readonly owner: LockOwner },
): Trail {
  const { host, pid, processStartedAt } = of.owner;
  const nothing: LeftRun = {
    version: 1,
    owner: { host, pid, processStartedAt },
    folder: null,
    engine: null,
    cancelled: false,
  };
  let note = nothing;
  let file: string | null = null;
  const write = (known: Partial<LeftRun>) => {
    note = { ...note, ...known };
    if (file !== null) {
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(`${file}.tmp`, JSON.stringify(note), { mode: 0o600 });
        renameSync(`${file}.tmp`, file);
      } catch {
        // A folder that cannot be written costs what comes after a death, not the run.
      }
    }
  };
  /** A state that could not be stored is left to the next command, too. */
  const forget = () => {
    if (file !== null && note.folder === null) {
      rmSync(file, { force: true });
    }
  };
  process.once("exit", forget);
  return {
    ...trail,
    lockHeld: (lock) => {
      trail.lockHeld(lock);
      if (lock.held) {
        forget();
        note = nothing;
        file = join(folderOf(of.cacheDirectory, of.where, lock.key), `${randomUUID()}.json`);
        write({});
      }
    },
    stateLeft: (folder) => {
      trail.stateLeft(folder);
      write({ folder });
    },
    engineStarted: (engine) => {
      trail.engineStarted(engine);
      write({ engine });
    },
    cancelled: () => {
      trail.cancelled();
      write({ cancelled: true });
    },
  };
}

function folderOf(cacheDirectory: string, where: string, { app, stage }: StageKey): string {
  const name = createHash("sha256")
    .update(JSON.stringify([where, app, stage.toLowerCase()]))
    .digest("hex");
  return join(cacheDirectory, "left", name.slice(0, 40));
}
