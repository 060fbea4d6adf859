import { hostname } from "node:os";

import { machineIdentity, processStart } from "./machine.ts";
import type { LockOwner } from "./lock-record.ts";

/** The part of a lock's owner that says which process on which machine it is. */
export type OwnerProcess = Pick<LockOwner, "host" | "pid" | "processStartedAt">;

/** This process, as a lock's owner. */
export async function describeOwnProcess(): Promise<OwnerProcess> {
  const [identity, start] = await Promise.all([machineIdentity(), processStart(process.pid)]);
  return { host: nameHost(identity), pid: process.pid, processStartedAt: start === "ended" ? null : start };
}

/**
 * Whether that process is gone for certain. False whenever there is doubt: another machine, another boot or container of this one, a
 * process whose start nobody wrote down or can read.
 */
export async function ownerProcessIsGone(owner: OwnerProcess): Promise<boolean> {
  const identity = await machineIdentity();
  if (identity === null || owner.host !== nameHost(identity)) {
    return false;
  }
  const start = await processStart(owner.pid);
  if (start === "ended") {
    return true;
  }
  return start !== null && owner.processStartedAt !== null && start !== owner.processStartedAt;
}

/** Whether that process is another one of this machine and runs for certain. False whenever there is doubt. */
export async function isOtherLivingProcess(owner: OwnerProcess): Promise<boolean> {
  const identity = await machineIdentity();
  if (identity === null || owner.host !== nameHost(identity) || owner.pid === process.pid) {
    return false;
  }
  const start = await processStart(owner.pid);
  return typeof start === "number" && start === owner.processStartedAt;
}

function nameHost(identity: string | null): string {
  return identity === null ? hostname() : `${hostname()} (${identity})`;
}
