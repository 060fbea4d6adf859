import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import type { Log } from "../log.ts";
import { mayPass } from "./ask-store.ts";
import { describeEnd, describeHolder, nameStage } from "./describe-lock.ts";
import type { LockOrder } from "./lock-order.ts";
import type { LockRecord } from "./lock-record.ts";
import { isSameHolding } from "./release.ts";
import { monotonicSeconds } from "./timing.ts";
import { commandLine } from "../reader/advice.ts";
import { setting } from "../reader/reader.ts";

const secondsBetweenWords = 180;
/** A store that does not answer is asked again for so long, also by those who do not wait for others. */
const patienceSeconds = 30;

/** Says who is being waited for: at first sight, when it is somebody else, and every few minutes. */
export function createWaitingLog(order: LockOrder): (record: LockRecord) => void {
  let said: { readonly record: LockRecord; readonly at: number } | null = null;
  return (record) => {
    const isKnown = said !== null && isSameHolding(said.record, record);
    if (said !== null && isKnown && monotonicSeconds() - said.at < secondsBetweenWords) {
      return;
    }
    said = { record, at: monotonicSeconds() };
    if (!isKnown) {
      order.waiting?.(describeHolder(record));
    }
    order.log.info(
      `${isKnown ? "Still waiting" : "Waiting"} for the lock of ${nameStage(record)}: ${describeHolder(record)}, ${describeEnd(record)}`,
    );
  };
}

/** Takes what the store throws: rethrows what no further try can mend, or what has gone on for too long. */
export function createFaultLimit(order: { readonly key: StageKey; readonly log: Log }): {
  readonly failed: (error: unknown) => void;
  readonly answered: () => void;
} {
  let since: number | null = null;
  return {
    answered: () => {
      since = null;
    },
    failed: (error) => {
      since ??= monotonicSeconds();
      if (!mayPass(error)) {
        throw error;
      }
      if (monotonicSeconds() - since >= patienceSeconds) {
        throw new Failure({
          code: "lock-store-unavailable",
          message: `The lock of ${nameStage(order.key)} could not be taken, since its store does not work: ${String(error)}`,
          next: error instanceof Failure ? error.next : "Check the connection to the home, and run again.",
          cause: error,
        });
      }
      order.log.debug(`The store of the locks does not work, trying again: ${String(error)}`);
    },
  };
}

export function lockedFailure(order: LockOrder, record: LockRecord): Failure {
  const waited = order.timeoutSeconds === 0 ? "" : ` It was waited for ${order.timeoutSeconds} s.`;
  return new Failure({
    code: "locked",
    message: `The ${nameStage(record)} is locked: ${describeHolder(record)}.${waited}`,
    next: `Run again when that has ended, or wait longer (${setting("lock-timeout")}). If nothing of it runs any more, free the stage: \`${commandLine("unlock", record)}\` shows who holds it, and with \`--reason\` breaks the lock.`,
  });
}

export function cancelledFailure(order: LockOrder): Failure {
  return new Failure({
    code: "cancelled",
    message: `The run was cancelled while it waited for the lock of ${nameStage(order.key)}; nothing was changed.`,
    next: "Run it again if the stage should be changed after all.",
  });
}
