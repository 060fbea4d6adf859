import type { StageRecord } from "../../src/home/record.ts";

/** A stage of the app `shop`, as its record would be after a deploy. */
export function stageRecord(own: Partial<StageRecord> = {}): StageRecord {
  return {
    version: 1,
    app: "shop",
    stage: "pr-12",
    path: ".",
    repository: { id: 123_456_789, name: "acme/shop" },
    origin: { kind: "pull_request", number: 12 },
    ephemeral: true,
    commit: "0123456789abcdef0123456789abcdef01234567",
    status: "deployed",
    updatedAt: "2026-01-02T03:04:05.678Z",
    ...own,
  };
}
