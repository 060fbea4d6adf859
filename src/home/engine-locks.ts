import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import type { StageKey } from "../engine/engine.ts";
import { readIfThere } from "../engine/pulumi/project.ts";
import { stillRuns } from "../engine/still-runs.ts";
import { Failure } from "../failure.ts";
import { jsonOrNull } from "../json.ts";
import { namesIn } from "./folder-names.ts";

/** What Pulumi's file backend writes into a lock. */
const engineLockSchema = z.looseObject({ pid: z.number(), hostname: z.string(), timestamp: z.coerce.date() });

/**
 * Removes the engine's own locks in a folder, which an engine that was killed leaves for ever and which stop every later one. Whoever calls
 * this holds the stage's lock, so no other run has an engine here; but a killed run's engine may live on: that is a `Failure`.
 */
export async function clearDeadLocks(directory: string, key: StageKey): Promise<void> {
  for (const name of await namesIn(directory)) {
    const file = join(directory, name);
    const pid = await livingHolder(file);
    if (pid !== null) {
      throw new Failure({
        code: "engine-still-runs",
        message: `An engine of an earlier run still works on stage ${key.stage} of ${key.app}: process ${pid} on ${hostname()}.`,
        next: "Let it end, or stop it with SIGINT (it then finishes what it is creating), and run again.",
      });
    }
    await rm(file, { force: true });
  }
}

async function livingHolder(file: string): Promise<number | null> {
  const text = await readIfThere(file);
  const lock = engineLockSchema.safeParse(text === null ? null : jsonOrNull(text));
  if (!lock.success || lock.data.hostname !== hostname()) {
    return null;
  }
  return (await stillRuns(lock.data.pid, lock.data.timestamp.getTime())) ? lock.data.pid : null;
}
