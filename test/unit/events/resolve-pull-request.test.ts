import { describe, expect, it } from "vitest";
import { COMMIT, pullRequestEvent, resolve } from "./given.ts";

/** Every action there is: https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
const NEEDS_NOTHING = [
  "assigned",
  "auto_merge_disabled",
  "auto_merge_enabled",
  "converted_to_draft",
  "demilestoned",
  "dequeued",
  "edited",
  "enqueued",
  "labeled",
  "locked",
  "milestoned",
  "ready_for_review",
  "review_request_removed",
  "review_requested",
  "unassigned",
  "unlabeled",
  "unlocked",
  "an_action_of_tomorrow",
];
const ENDS = { fork: { fork: true }, dependabot: { dependabot: true } } as const;

describe("a pull request", () => {
  it.each(["opened", "reopened", "synchronize"])("%s deploys its stage", (action) => {
    expect(resolve(pullRequestEvent(action))).toEqual({
      kind: "stage",
      command: "deploy",
      stage: "pr-12",
      origin: { kind: "pull_request", number: 12 },
      ephemeral: true,
      namedBy: "origin",
      asked: false,
      commit: COMMIT,
      rule: "pull request 12 → pr-12",
    });
  });

  it.each([{}, { merged: true }, { fromBase: true }])("closed removes its stage (%o)", (change) => {
    expect(resolve(pullRequestEvent("closed", change))).toMatchObject({
      command: "remove",
      stage: "pr-12",
      asked: false,
    });
  });

  it.each(NEEDS_NOTHING)("%s changes nothing, and does what a command asks for", (action) => {
    expect(resolve(pullRequestEvent(action))).toMatchObject({ kind: "skip", code: "nothing-to-do" });
    expect(resolve(pullRequestEvent(action), { command: "deploy" })).toMatchObject({ command: "deploy", asked: false });
    expect(resolve(pullRequestEvent(action), { command: "remove" })).toMatchObject({ command: "remove", asked: true });
  });

  it("closed is never deployed or previewed", () => {
    expect(resolve(pullRequestEvent("closed"), { command: "deploy" })).toMatchObject({ code: "closed" });
    expect(resolve(pullRequestEvent("closed"), { command: "diff" })).toMatchObject({ code: "closed" });
  });

  it.each(["fork", "dependabot"] as const)("of a %s is skipped, for that reason", (code) => {
    expect(resolve(pullRequestEvent("opened", ENDS[code]))).toMatchObject({ kind: "skip", code });
    expect(resolve(pullRequestEvent("closed", ENDS[code]))).toMatchObject({ kind: "skip", code });
    expect(resolve(pullRequestEvent("opened", { ...ENDS[code], fromBase: true }))).toMatchObject({
      kind: "skip",
      code,
    });
    // The base repository's own run may remove what such a pull request never had.
    expect(resolve(pullRequestEvent("closed", { ...ENDS[code], fromBase: true }))).toMatchObject({ command: "remove" });
  });

  it("is a fork's before it is Dependabot's", () => {
    expect(resolve(pullRequestEvent("opened", { fork: true, dependabot: true }))).toMatchObject({ code: "fork" });
  });

  it.each(["deploy", "diff"] as const)(
    "is never %sed by pull_request_target, whose code is the default branch's",
    (command) => {
      expect(resolve(pullRequestEvent("synchronize", { fromBase: true }), { command })).toMatchObject({
        kind: "skip",
        code: "base-code",
      });
    },
  );

  it("may have a stage by the input, which stays a pull request's own", () => {
    expect(resolve(pullRequestEvent("opened"), { stage: "preview-12" })).toMatchObject({
      stage: "preview-12",
      origin: { kind: "pull_request", number: 12 },
      ephemeral: true,
      namedBy: "input",
      rule: "input stage, pull request 12 → preview-12",
    });
  });

  it("keeps pr-12, however the input spells it", () => {
    expect(resolve(pullRequestEvent("opened"), { stage: "PR-12" })).toMatchObject({
      stage: "pr-12",
      namedBy: "origin",
    });
  });

  it.each([
    ["another pull request's", "pr-13", ""],
    ["a rule's", "production", "main=production"],
    ["a long-lived branch's", "Develop", "develop"],
    ["the default branch's", "main", ""],
  ])("is refused a stage that is %s", (_name, stage, branches) => {
    expect(() => resolve(pullRequestEvent("opened"), { stage, branches })).toThrow(
      expect.objectContaining({ code: "stage-taken", message: expect.stringContaining(stage) }),
    );
  });

  it("does not look at the input pull-request, which is for runs by hand", () => {
    expect(resolve(pullRequestEvent("opened"), { pullRequest: 99 })).toMatchObject({ stage: "pr-12" });
  });
});
