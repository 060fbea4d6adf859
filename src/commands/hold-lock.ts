import type { StageKey } from "../engine/engine.ts";
import { pendingOf } from "../engine/pulumi/pending.ts";
import { type JobNow, provenGone } from "../lock/job-proof.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import type { Place } from "../lock/ticket.ts";
import { acquireLock, type HeldLock } from "../lock/lock.ts";
import { pickUpLeft } from "./pick-up.ts";
import type { Request, Services } from "./services.ts";

/** How long to wait for whoever holds a lock, and for the engine of one that is gone. */
export type LockPatience = Pick<Request, "lockTimeoutSeconds" | "engineGraceSeconds">;

/** Names that differ by case alone are one stage to its lock: two branches that come to one must meet there. */
export function lockKey({ app, stage }: StageKey): StageKey {
  return { app, stage: stage.toLowerCase() };
}

/** Takes the stage's lock and leaves word of it for a later step; null where the home leaves locking to the engine's backend. */
export async function holdLock(
  services: Omit<Services, "engine">,
  request: LockPatience,
  held: {
    readonly key: StageKey;
    readonly command: string;
    readonly place?: Place | undefined;
    readonly waiting?: (holder: string) => void;
  },
): Promise<HeldLock | null> {
  const { locks } = services.home;
  if (locks === null) {
    return null;
  }
  const key = lockKey(held.key);
  const { token } = services.run.owner;
  services.trail.lockHeld({ key, token, held: false });
  const lock = await acquireLock({
    store: locks,
    key,
    command: held.command,
    place: held.place,
    waiting: held.waiting,
    owner: services.run.owner,
    log: services.log,
    signal: services.signal,
    timeoutSeconds: request.lockTimeoutSeconds,
    ownerIsGone: async (record, observed) => provenGone(record, await jobOf(services, record), observed),
    // An engine that was told to stop still waits for what it is creating.
    engineGrace: async () => ((await mayBeAtWork(services, held.key)) ? request.engineGraceSeconds : 0),
  });
  services.trail.lockHeld({ key, token, held: true });
  try {
    await pickUpLeft(services, held.key);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return lock;
}

/** Whether the state names operations that were under way; one that cannot be read might. */
async function mayBeAtWork({ home }: Pick<Services, "home">, key: StageKey): Promise<boolean> {
  return home.checkpoint(key).then(
    (state) => pendingOf(state).length > 0,
    () => true,
  );
}

/** The holder's job as GitHub has it. What cannot be asked, or is another repository's, proves nothing. */
async function jobOf({ github, run }: Pick<Services, "github" | "run">, { owner }: LockRecord): Promise<JobNow> {
  if (github === null || owner.job === null || owner.repository !== run.owner.repository) {
    return { kind: "unknown" };
  }
  return github.job(owner.job);
}
