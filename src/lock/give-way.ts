import { Failure } from "../failure.ts";
import { inTime } from "./ask-store.ts";
import { nameStage } from "./describe-lock.ts";
import { type LockOrder, timingOf } from "./lock-order.ts";
import { isNewer, type StoredTicket, type Ticket } from "./ticket.ts";
import { monotonicSeconds } from "./timing.ts";

/** A newer run waits for the same stage: this one has nothing to do. Not an error; its message is the reason. */
export class Superseded extends Failure {}

/** A waiter writes its ticket again after so many looks, and one that has not moved for so many is a dead waiter's. */
const looksBetweenBeats = 2;
const looksToStale = 12;

/**
 * What a waiting deploy does at each look at a lock that others hold: shows its ticket, and throws `Superseded` when a newer waiter is
 * seen to live. A ticket counts only once its beat was seen to grow, so a dead waiter's supersedes nobody; the next waiter writes over it.
 * A store that fails here costs only the early end: the run waits on. Where nobody waits, nothing of this is asked for.
 */
export function createGiveWay(order: LockOrder): () => Promise<void> {
  const { place, store, key, owner } = order;
  const { requestSeconds, pollSeconds } = timingOf(order);
  let seen: { readonly ticket: Ticket; readonly at: number } | null = null;
  let wroteAt = Number.NEGATIVE_INFINITY;
  let beat = 0;
  if (place === undefined) {
    return async () => undefined;
  }
  const { origin, run, commit, givesWay } = place;
  const own = (): Ticket => ({
    version: 1,
    token: owner.token,
    repository: owner.repository,
    origin,
    run,
    commit,
    link: owner.link,
    beat,
  });

  /** Whether the stored ticket is somebody else's who lives, as far as this waiter has seen. */
  function look(found: StoredTicket): "ours" | "alive" | "stale" | "unknown" {
    const { ticket } = found;
    if (ticket.token === owner.token) {
      return "ours";
    }
    const before = seen?.ticket.token === ticket.token ? seen : null;
    if (before?.ticket.beat === ticket.beat) {
      return monotonicSeconds() - before.at >= looksToStale * pollSeconds ? "stale" : "unknown";
    }
    seen = { ticket, at: monotonicSeconds() };
    return before === null ? "unknown" : "alive";
  }

  async function show(version: string | null): Promise<void> {
    beat += 1;
    wroteAt = monotonicSeconds();
    await inTime(requestSeconds, store.tickets.write(key, own(), version));
  }

  async function step(): Promise<Ticket | null> {
    const found = await inTime(requestSeconds, store.tickets.read(key));
    const state = found === null ? "stale" : look(found);
    if (state === "alive" && found !== null && givesWay && isNewer(found.ticket, own())) {
      return found.ticket;
    }
    const isDue = monotonicSeconds() - wroteAt >= looksBetweenBeats * pollSeconds;
    const isMine = state === "ours" && isDue;
    if (isMine || state === "stale" || (found !== null && state !== "ours" && isNewer(own(), found.ticket))) {
      await show(found?.version ?? null);
    }
    return null;
  }

  return async () => {
    const newer = await step().catch((error: unknown) => {
      order.log.debug(`Who else waits for the lock could not be found out: ${String(error)}`);
      return null;
    });
    if (newer !== null) {
      throw new Superseded({
        code: "superseded",
        message: `A newer run waits for ${nameStage(key)}: ${newer.link ?? `run ${newer.run}`}, for ${newer.commit.slice(0, 7)}; this run is for ${commit.slice(0, 7)}.`,
        next: "Nothing is to be done: the newer run deploys.",
      });
    }
  };
}
