import { describe, expect, it } from "vitest";

import { describeEvent } from "../../../src/events/explain.ts";
import { withWish } from "../../../src/events/by-hand.ts";
import { parseEvent } from "../../../src/events/parse-event.ts";
import { rulesOf } from "./given.ts";

const common = { repository: { id: 7, full_name: "acme/shop", default_branch: "main" }, sender: { login: "octocat" } };
const release = (action: string) => parseEvent("release", { action, release: { tag_name: "v1" }, ...common });
const wishes = [{ command: "deploy" }, { stage: "production" }, { pullRequest: 2 }] as const;

describe("an event that starts nothing by itself", () => {
  it("is a run by hand where the inputs ask for something, people with write access start it, and its code is ours", () => {
    for (const wish of wishes) {
      expect(withWish(release("published"), rulesOf(wish))).toMatchObject({
        kind: "manual",
        by: "release",
        ref: "refs/tags/v1",
        inputs: {},
        sender: "octocat",
      });
    }
    const dispatched = parseEvent("repository_dispatch", { action: "go", client_payload: { stage: "x" }, ...common });
    const asked = withWish(dispatched, rulesOf({ command: "diff" }));
    expect(asked).toMatchObject({ kind: "manual", ref: "refs/heads/main", inputs: {} });
    expect(describeEvent(asked)).toMatch(/^repository_dispatch on refs\/heads\/main, taken for a run by hand in acme/u);
    const branch = parseEvent("repository_dispatch", { branch: "trunk", ...common });
    expect(withWish(branch, rulesOf({ command: "diff" }))).toMatchObject({ ref: "refs/heads/trunk" });
  });

  it("stays what it is without a wish", () => {
    for (const event of [release("published"), parseEvent("workflow_run", common)]) {
      expect(withWish(event, rulesOf())).toBe(event);
    }
  });

  it.each([
    ["workflow_run", common, /fork's pull request may be behind it/u],
    ["workflow_run", { workflow_run: { head_branch: "main" }, ...common }, /fork's pull request/u],
    ["issue_comment", { action: "created", ...common }, /anybody may cause it/u],
    ["pull_request_review", common, /anybody may cause it/u],
    ["discussion_comment", common, /anybody may cause it/u],
    ["issues", common, /anybody may cause it/u],
    ["release", { action: "deleted", release: { tag_name: "v1" }, ...common }, /taken back/u],
    ["release", { action: "unpublished", release: { tag_name: "v1" }, ...common }, /taken back/u],
    ["release", { action: "published", ...common }, /not known/u],
    ["repository_dispatch", {}, /Nothing was done/u],
    ["check_suite", common, /Nothing was done/u],
  ] as const)("fails loudly where it may not: %s", (name, payload, why) => {
    for (const wish of wishes) {
      expect(() => withWish(parseEvent(name, payload), rulesOf(wish))).toThrow(
        expect.objectContaining({
          code: "event-not-supported",
          message: expect.stringMatching(why),
          next: expect.stringContaining("workflow_dispatch"),
        }),
      );
    }
  });
});
