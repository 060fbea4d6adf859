import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fromTags, toTags } from "../../../src/home/record-tags.ts";
import type { StageOrigin, StageRecord } from "../../../src/home/record.ts";

const record: StageRecord = {
  version: 1,
  app: "shop",
  stage: "pr-12",
  path: "packages/shop",
  repository: { id: 123_456_789, name: "acme/shop" },
  origin: { kind: "branch", branch: "feature/login" },
  ephemeral: true,
  commit: "0123456789abcdef0123456789abcdef01234567",
  status: "deployed",
  updatedAt: "2026-01-02T03:04:05.678Z",
};

const origins: fc.Arbitrary<StageOrigin> = fc.oneof(
  fc.record({ kind: fc.constant("pull_request" as const), number: fc.nat() }),
  fc.record({ kind: fc.constant("branch" as const), branch: fc.string({ maxLength: 300, unit: "binary" }) }),
  fc.record({ kind: fc.constant("tag" as const), tag: fc.string({ maxLength: 60 }) }),
  fc.record({ kind: fc.constant("manual" as const) }),
);
const records: fc.Arbitrary<StageRecord> = fc.record({
  version: fc.constant(1 as const),
  app: fc.constant("shop"),
  stage: fc.constant("pr-12"),
  path: fc.string({ maxLength: 100, unit: "grapheme" }),
  repository: fc.record({ id: fc.nat(), name: fc.string({ maxLength: 140 }) }),
  origin: origins,
  ephemeral: fc.boolean(),
  commit: fc.option(fc.string({ minLength: 40, maxLength: 40 })),
  status: fc.constantFrom("deploying", "deployed", "deploy failed", "removing", "removal failed"),
  updatedAt: fc.constant("2026-01-02T03:04:05.678Z"),
});

describe("a record in tags", () => {
  it("comes back as it was, in values that Pulumi Cloud takes and no store changes", () => {
    fc.assert(
      fc.property(records, (given) => {
        const tags = toTags(given);
        expect(fromTags(tags, given)).toEqual(given);
        for (const [name, value] of Object.entries(tags)) {
          expect(name).toMatch(/^[a-zA-Z0-9-_.:]{1,40}$/u);
          expect(value).toMatch(/^[\u0021-\u007E]{1,256}$/u);
        }
      }),
    );
  });

  it("is one tag in the usual case", () => {
    expect(Object.keys(toTags(record))).toEqual(["stagewright"]);
  });

  it("is read beside tags that are not ours, and beside what a longer record left", () => {
    const long = toTags({ ...record, path: "p".repeat(400) });
    expect(Object.keys(long)).toEqual(["stagewright", "stagewright.1", "stagewright.2"]);
    expect(fromTags({ team: "shop", ...long, ...toTags(record) }, record)).toEqual(record);
  });

  it("is none where there is no tag", () => {
    expect(fromTags({ team: "shop", "stagewright.1": "x" }, record)).toBeNull();
  });

  it("takes app and stage from the stack's names", () => {
    const key = { app: "blog", stage: "dev" };
    expect(fromTags(toTags(record), key)).toEqual({ ...record, ...key });
  });

  const whole = toTags({ ...record, path: "p".repeat(400) });
  it.each([
    ["empty", { stagewright: "" }],
    ["somebody else's", { stagewright: "true" }],
    ["cut", { stagewright: (toTags(record)["stagewright"] ?? "").slice(0, -5) }],
    ["without its second part", { stagewright: whole["stagewright"] ?? "", "stagewright.2": "x" }],
    ["of another version", { stagewright: (toTags(record)["stagewright"] ?? "").replace("[1,", "[2,") }],
  ])("that is %s is a failure that names the stage and the tag", (_what, tags) => {
    expect(() => fromTags(tags, record)).toThrow(
      expect.objectContaining({
        code: "broken-record",
        message: expect.stringMatching(/pr-12 of shop .* tag stagewright/u),
      }),
    );
  });
});
