import type { LockOwner, LockRecord } from "../../src/lock/lock-record.ts";

/** A run's owner; what a test is about, it says itself. */
export function ownerOf(own: Partial<LockOwner> = {}): LockOwner {
  return {
    token: "token-1",
    kind: "run",
    repository: "acme/shop",
    run: 9001,
    attempt: 1,
    job: 4711,
    pullRequest: 12,
    actor: "mona",
    link: "https://github.com/acme/shop/actions/runs/9001",
    runner: "github-hosted",
    host: "runner-1",
    pid: 100,
    processStartedAt: 5000,
    ...own,
  };
}

export function recordOf(own: Partial<LockRecord> = {}): LockRecord {
  return {
    version: 1,
    app: "shop",
    stage: "pr-12",
    command: "deploy",
    owner: ownerOf(),
    since: "2026-11-25T12:03:11.000Z",
    renewedAt: "2026-11-25T12:03:11.000Z",
    releasedAt: null,
    fence: 1,
    revision: 1,
    leaseSeconds: 120,
    broken: null,
    ...own,
  };
}
