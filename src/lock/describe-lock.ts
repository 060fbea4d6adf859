import type { LockOwner, LockRecord } from "./lock-record.ts";

/** `stage pr-12 of shop`. */
export function nameStage(lock: { readonly app: string; readonly stage: string }): string {
  return `stage ${lock.stage} of ${lock.app}`;
}

/** Who holds a lock, for people: `deploy by mona, pull request #12, https://…, since 2026-11-25 12:03:11 UTC`. */
export function describeHolder(record: LockRecord): string {
  return [`${record.command} by ${describeOwner(record.owner)}`, `since ${utc(record.since)}`].join(", ");
}

/** Until when a lock is held if nothing more is heard of its holder, for people. */
export function describeEnd({ renewedAt, leaseSeconds }: LockRecord): string {
  return `held until ${utc(new Date(Date.parse(renewedAt) + leaseSeconds * 1000).toISOString())} unless it is renewed`;
}

/** The last time that the lock was broken by hand, for people. */
export function describeBreak(broken: NonNullable<LockRecord["broken"]>): string {
  return `${broken.by} broke the lock of ${broken.from.actor} at ${utc(broken.at)}: ${broken.reason}`;
}

function describeOwner(owner: LockOwner): string {
  return [
    owner.actor,
    ...(owner.pullRequest === null ? [] : [`pull request #${owner.pullRequest}`]),
    // A person has no run to look at, but a machine to look for.
    owner.link ?? `process ${owner.pid} on ${owner.host}`,
  ].join(", ");
}

function utc(iso: string): string {
  return iso.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC");
}
