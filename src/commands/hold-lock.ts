import type { StageKey } from "../engine/engine.ts";
import { pendingOf } from "../engine/pulumi/pending.ts";
import { type JobNow, provenGone } from "../lock/job-proof.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import { acquireLock, type HeldLock } from "../lock/lock.ts";
import type { Request, Services } from "./services.ts";

/** Takes the stage's lock and leaves word of it for a later step; null where the home leaves locking to the engine's backend. */
export async function holdLock(
  services: Services,
  request: Request,
  held: { readonly key: StageKey; readonly command: string },
): Promise<HeldLock | null> {
  const { locks } = services.home;
  if (locks === null) {
    return null;
  }
  // Names that differ by case alone are one stage: two branches that come to one must meet here.
  const key = { app: held.key.app, stage: held.key.stage.toLowerCase() };
  const lock = await acquireLock({
    store: locks,
    key,
    command: held.command,
    owner: services.run.owner,
    log: services.log,
    signal: services.signal,
    timeoutSeconds: request.lockTimeoutSeconds,
    ownerIsGone: async (record, observed) => provenGone(record, await jobOf(services, record), observed),
    // An engine that was told to stop still waits for what it is creating.
    engineGrace: async () =>
      pendingOf(await services.home.checkpoint(held.key)).length === 0 ? 0 : request.engineGraceSeconds,
  });
  services.trail.lockHeld({ key, token: services.run.owner.token });
  return lock;
}

/** The holder's job as GitHub has it. What cannot be asked, or is another repository's, proves nothing. */
async function jobOf({ github, run }: Services, { owner }: LockRecord): Promise<JobNow> {
  if (github === null || owner.job === null || owner.repository !== run.owner.repository) {
    return { kind: "unknown" };
  }
  return github.job(owner.job);
}
