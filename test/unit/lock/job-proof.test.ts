import { expect, it } from "vitest";

import { type JobNow, provenGone } from "../../../src/lock/job-proof.ts";
import type { LockOwner } from "../../../src/lock/lock-record.ts";
import { ownerOf, recordOf } from "../../support/lock-record.ts";

type Case = {
  readonly what: string;
  readonly owner?: Partial<LockOwner>;
  readonly job?: Partial<Extract<JobNow, { readonly kind: "job" }>> | "unknown";
  readonly unchanged?: number;
  readonly gone: boolean;
};

it.each<Case>([
  { what: "a completed job, and quiet for longer than a renewal takes", gone: true },
  { what: "another spelling of the repository", job: { repository: "Acme/Shop" }, gone: true },
  { what: "a job that runs", job: { status: "in_progress", secondsSinceCompletion: null }, gone: false },
  { what: "a job that completed just now", job: { secondsSinceCompletion: 10 }, gone: false },
  { what: "a lock that was renewed just now", unchanged: 10, gone: false },
  { what: "a job without a time", job: { secondsSinceCompletion: null }, gone: false },
  { what: "403, 404 or no answer", job: "unknown", gone: false },
  { what: "another job", job: { id: 1 }, gone: false },
  { what: "another repository", job: { repository: "acme/other" }, gone: false },
  { what: "a self-hosted runner", owner: { runner: "self-hosted" }, gone: false },
  { what: "a runner of unknown kind", owner: { runner: null }, gone: false },
  { what: "a person", owner: { kind: "person" }, gone: false },
  { what: "an owner whose job is not known", owner: { job: null }, gone: false },
])("$what: gone is $gone", ({ owner, job, unchanged, gone }) => {
  const known = {
    kind: "job",
    id: 4711,
    repository: "acme/shop",
    status: "completed",
    secondsSinceCompletion: 60,
  } as const;
  const jobNow: JobNow = job === "unknown" ? { kind: "unknown" } : { ...known, ...job };
  const record = recordOf({ owner: ownerOf(owner), leaseSeconds: 120 });
  expect(provenGone(record, jobNow, { unchangedSeconds: unchanged ?? 60 })).toBe(gone);
});
