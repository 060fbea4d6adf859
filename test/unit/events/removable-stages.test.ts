import { describe, expect, it } from "vitest";
import type { Event } from "../../../src/events/event.ts";
import { removableStages } from "../../../src/events/removable-stages.ts";
import type { StageOrigin, StageRecord } from "../../../src/home/record.ts";
import { branchEvent, deletedBranch, manualEvent, ours, pullRequestEvent, recordOf, targetOf } from "./given.ts";

const branch = (name: string): StageOrigin => ({ kind: "branch", branch: name });
const pull = (number: number): StageOrigin => ({ kind: "pull_request", number });
const theirs = { id: 8, name: "acme/other" };

type Search = {
  readonly records: readonly StageRecord[];
  readonly inputs?: Parameters<typeof targetOf>[1];
  readonly app?: string;
};

function search(event: Event, { records, inputs, app }: Search) {
  return removableStages({ target: targetOf(event, inputs), repository: ours, app: app ?? null, records });
}

/** What is found, as `app/stage`, or why nothing is. */
function found(event: Event, given: Search): readonly string[] | string {
  const result = search(event, given);
  return "kind" in result ? result.code : result.map((record) => `${record.app}/${record.stage}`);
}

const refused = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe("an event's removal", () => {
  const closed = pullRequestEvent("closed", { fromBase: true });

  it("finds what was made for the pull request, in every app and under whatever name", () => {
    const records = [
      recordOf({ stage: "pr-12", origin: pull(12) }),
      recordOf({ stage: "pr-13", origin: pull(13) }),
      recordOf({ app: "docs", stage: "preview-12", origin: pull(12), path: "docs" }),
      recordOf({ app: "api", stage: "pr-12", origin: pull(12), repository: theirs }),
      recordOf({ stage: "basket", origin: branch("basket"), ephemeral: true }),
    ];

    expect(found(closed, { records })).toEqual(["shop/pr-12", "docs/preview-12"]);
    expect(found(closed, { records, app: "docs" })).toEqual(["docs/preview-12"]);
  });

  it("finds what was made for the branch, exactly", () => {
    const records = [
      recordOf({ stage: "feature-x", origin: branch("feature/x"), ephemeral: true }),
      recordOf({ app: "docs", stage: "feature-x", origin: branch("feature-x"), ephemeral: true }),
    ];

    expect(found(deletedBranch("feature/x"), { records })).toEqual(["shop/feature-x"]);
    expect(found(deletedBranch("Feature/x"), { records, app: "shop" })).toBe("stage-taken");
  });

  it("leaves what the record calls long-lived, also where the inputs of the cleanup forgot its rule", () => {
    const records = [
      recordOf({ stage: "staging", origin: branch("release/1") }),
      recordOf({ app: "docs", stage: "release-1", origin: branch("release/1"), ephemeral: true }),
    ];

    expect(found(deletedBranch("release/1"), { records: records.slice(0, 1) })).toBe("not-ephemeral");
    expect(found(deletedBranch("release/1"), { records })).toEqual(["docs/release-1"]);
  });

  it("has nothing to remove for a pull request that never deployed", () => {
    expect(search(closed, { records: [] })).toEqual({
      kind: "skip",
      code: "nothing-to-remove",
      reason: "Nothing to remove: no stage is on record as made for pull request 12.",
    });
    expect(found(closed, { records: [recordOf({ stage: "pr-13", origin: pull(13) })] })).toBe("nothing-to-remove");
  });

  it("says so when the name is another's, and removes nothing", () => {
    const records = [recordOf({ stage: "feature-x", origin: branch("feature/x"), ephemeral: true })];

    expect(search(deletedBranch("feature_x"), { records })).toEqual({
      kind: "skip",
      code: "stage-taken",
      reason:
        "Nothing to remove: no stage is on record as made for branch feature_x. " +
        "Stage feature-x of app shop was made for branch feature/x.",
    });
  });

  it("says so when the app is another repository's", () => {
    const records = [recordOf({ stage: "pr-12", origin: pull(12), repository: theirs })];

    expect(found(closed, { records, app: "shop" })).toBe("app-taken");
    expect(found(closed, { records })).toBe("nothing-to-remove");
  });

  it("sees a stage that became somebody else's while its lock was waited for", () => {
    const now = recordOf({ stage: "pr-12", origin: { kind: "manual" } });

    expect(found(closed, { records: [now], app: "shop" })).toBe("stage-taken");
  });
});

describe("a removal by hand", () => {
  const byHand = manualEvent();
  const named = (stage: string) => ({ stage, command: "remove" }) as const;

  it("finds the stage by its name, whatever it was made for", () => {
    const records = [
      recordOf({ stage: "staging", origin: branch("release/1") }),
      recordOf({ stage: "main", origin: branch("trunk") }),
    ];

    expect(found(byHand, { records, inputs: named("staging") })).toEqual(["shop/staging"]);
    expect(found(byHand, { records, inputs: named("main") })).toEqual(["shop/main"]);
    expect(found(byHand, { records, inputs: named("dev") })).toBe("nothing-to-remove");
  });

  it("wants the name as it is written, since a slip must not remove anything", () => {
    const records = [recordOf({ stage: "Staging", origin: { kind: "manual" } })];

    expect(() => search(byHand, { records, inputs: named("staging") })).toThrow(refused("stage-case", "Staging"));
  });

  it("wants to know which app where several have the stage", () => {
    const records = ["shop", "docs"].map((app) => recordOf({ app, stage: "dev", origin: { kind: "manual" } }));

    expect(() => search(byHand, { records, inputs: named("dev") })).toThrow(refused("several-apps", "shop, docs"));
    expect(found(byHand, { records, inputs: named("dev"), app: "docs" })).toEqual(["docs/dev"]);
  });

  it("never takes another repository's stage", () => {
    const records = [recordOf({ stage: "dev", origin: { kind: "manual" }, repository: theirs })];

    expect(() => search(byHand, { records, inputs: named("dev"), app: "shop" })).toThrow(
      refused("app-taken", "acme/other"),
    );
    expect(found(byHand, { records, inputs: named("dev") })).toBe("nothing-to-remove");
  });

  it("for a pull request finds all that was made for it", () => {
    const records = [
      recordOf({ stage: "pr-12", origin: pull(12) }),
      recordOf({ app: "docs", stage: "preview-12", origin: pull(12) }),
    ];

    expect(found(byHand, { records, inputs: { pullRequest: 12, command: "remove" } })).toEqual([
      "shop/pr-12",
      "docs/preview-12",
    ]);
  });

  it("for the branch that it was started on takes no long-lived stage, nor another branch's", () => {
    const event = manualEvent("refs/heads/develop");
    const inputs = { command: "remove" } as const;
    const longLived = [recordOf({ stage: "develop", origin: branch("develop") })];
    const another = [recordOf({ stage: "develop", origin: branch("Develop!"), ephemeral: true })];
    const own = [recordOf({ stage: "develop", origin: branch("develop"), ephemeral: true })];

    expect(found(event, { records: longLived, inputs })).toBe("not-ephemeral");
    expect(() => search(event, { records: another, inputs })).toThrow(refused("stage-taken", "branch Develop!"));
    expect(found(event, { records: own, inputs })).toEqual(["shop/develop"]);
  });
});

describe("a workflow that says command: remove", () => {
  const command = "remove" as const;

  it("removes the long-lived stage of the pushed branch, by rule, input or name", () => {
    const staging = [recordOf({ stage: "staging", origin: branch("release/1") })];
    const main = [recordOf({ stage: "main", origin: branch("main") })];

    expect(
      found(branchEvent("release/2"), { records: staging, inputs: { command, branches: "release/*=staging" } }),
    ).toEqual(["shop/staging"]);
    expect(found(branchEvent("x"), { records: staging, inputs: { command, stage: "staging" } })).toEqual([
      "shop/staging",
    ]);
    expect(found(branchEvent("main"), { records: main, inputs: { command } })).toEqual(["shop/main"]);
  });

  it("removes a pull request's stage when a label asks for it", () => {
    const records = [recordOf({ stage: "pr-12", origin: pull(12) })];

    expect(found(pullRequestEvent("labeled"), { records, inputs: { command } })).toEqual(["shop/pr-12"]);
  });
});
