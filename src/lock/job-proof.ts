import type { LockRecord } from "./lock-record.ts";
import { renewalPeriod } from "./timing.ts";

/**
 * What GitHub says of a job (`GET /repos/{repository}/actions/jobs/{id}`). `secondsSinceCompletion` is counted on GitHub's own clock: the
 * answer's `Date` less `completed_at`. Anything but an answer of 200 (403, 404, no connection) is `unknown`.
 */
export type JobNow =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "job";
      readonly id: number;
      readonly repository: string;
      readonly status: string;
      readonly secondsSinceCompletion: number | null;
    };

/** How long a waiter has seen the very same version of a lock, on its own clock. */
export type Observed = { readonly unchangedSeconds: number };

/**
 * Whether a lock's owner is proven gone before its lease ran out: its job (not its run, which goes on while other jobs do) is completed,
 * and for one renewal period since then nothing was renewed. Never on self-hosted runners, where processes outlive the jobs that GitHub
 * calls completed (actions/actions-runner-controller#4603), and never for a person.
 */
export function provenGone(record: LockRecord, job: JobNow, observed: Observed): boolean {
  const { owner } = record;
  if (owner.kind !== "run" || owner.runner !== "github-hosted" || owner.job === null || job.kind === "unknown") {
    return false;
  }
  if (job.id !== owner.job || job.repository.toLowerCase() !== owner.repository?.toLowerCase()) {
    return false;
  }
  if (job.status !== "completed" || job.secondsSinceCompletion === null) {
    return false;
  }
  return Math.min(job.secondsSinceCompletion, observed.unchangedSeconds) >= quietPeriod(record);
}

/** How long a lock must have been quiet before it makes sense to ask: a renewal period, and half of one for a slow renewal. */
export function quietPeriod(record: LockRecord): number {
  return renewalPeriod(record) * 1.5;
}
