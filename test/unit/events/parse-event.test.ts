import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../src/events/parse-event.ts";
import { changed, examplePayload } from "./examples.ts";

const pull = examplePayload("pull_request", "opened");
const push = changed(examplePayload("push"), "ref", "refs/heads/feature/Login_2");

describe("parseEvent", () => {
  it("reads a pull request: its head, never GITHUB_SHA", () => {
    expect(parseEvent("pull_request", pull)).toEqual({
      kind: "pull_request",
      repository: { id: 186853002, owner: "Codertocat", name: "Hello-World", defaultBranch: "master" },
      sender: "Codertocat",
      action: "opened",
      number: 2,
      title: "Update the README with new information.",
      head: { branch: "changes", commit: "ec26c3e57ca3a959ca5aad62de7213c562f8c821" },
      base: { branch: "master" },
      before: null,
      merged: false,
      fork: false,
      dependabot: false,
      fromBase: false,
    });
  });

  it("tells pull_request_target from pull_request", () => {
    expect(parseEvent("pull_request_target", pull)).toMatchObject({ kind: "pull_request", fromBase: true });
  });

  it.each([
    ["another repository", { id: 1 }],
    ["a fork that was deleted (null)", null],
    ["nothing at all", undefined],
  ])("takes a head in %s for a fork's", (_name, repo) => {
    expect(parseEvent("pull_request", changed(pull, "pull_request.head.repo", repo))).toMatchObject({ fork: true });
  });

  it("knows Dependabot by the pull request's author, whoever caused the event", () => {
    const authored = changed(pull, "pull_request.user.login", "dependabot[bot]");
    const rerun = changed(authored, "sender.login", "octocat");
    const pushed = changed(pull, "sender.login", "dependabot[bot]");

    expect(parseEvent("pull_request", rerun)).toMatchObject({ dependabot: true, fork: false });
    expect(parseEvent("pull_request", pushed)).toMatchObject({ dependabot: false });
    expect(parseEvent("pull_request", changed(pull, "pull_request.user", null))).toMatchObject({ dependabot: false });
  });

  it("reads a pushed branch, slashes and all", () => {
    expect(parseEvent("push", push)).toMatchObject({
      kind: "branch",
      branch: "feature/Login_2",
      action: "pushed",
      by: "push",
      commit: "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
    });
  });

  it("gives a branch that a push deleted its last commit, and none to one that delete tells of", () => {
    const zero = "0".repeat(40);
    const gone = changed(changed(changed(push, "deleted", true), "before", "a".repeat(40)), "after", zero);
    const removal = changed(changed(examplePayload("delete"), "ref", "feature/x"), "ref_type", "branch");

    expect(parseEvent("push", gone)).toMatchObject({ action: "removed", by: "push", commit: "a".repeat(40) });
    expect(parseEvent("push", changed(gone, "deleted", undefined))).toMatchObject({ action: "removed" });
    expect(parseEvent("delete", removal)).toMatchObject({
      kind: "branch",
      branch: "feature/x",
      action: "removed",
      by: "delete",
      commit: null,
    });
  });

  it("ignores a push to what is neither branch nor tag", () => {
    expect(parseEvent("push", changed(push, "ref", "refs/notes/commits"))).toMatchObject({
      kind: "ignored",
      reason: "refs/notes/commits is neither a branch nor a tag.",
    });
  });

  it("reads a manual run's form as text", () => {
    const dispatch = changed(examplePayload("workflow_dispatch"), "inputs", {
      stage: "dev",
      "pull-request": 12,
      force: true,
      empty: null,
    });

    expect(parseEvent("workflow_dispatch", dispatch)).toMatchObject({
      kind: "manual",
      inputs: { stage: "dev", "pull-request": "12", force: "true", empty: "" },
    });
    expect(parseEvent("workflow_dispatch", changed(dispatch, "inputs", null))).toMatchObject({ inputs: {} });
  });

  it.each([
    ["schedule", { schedule: "0 3 * * *" }],
    ["create", push],
    ["merge_group", push],
    ["issue_comment", null],
    ["something_new", "no object"],
    ["", {}],
  ])("ignores %s with a reason, whatever it holds", (name, payload) => {
    expect(parseEvent(name, payload)).toMatchObject({ kind: "ignored", name, reason: expect.stringMatching(/\.$/) });
  });

  it("says who and where of an ignored event if the payload does", () => {
    expect(parseEvent("create", push)).toMatchObject({ repository: { id: 186853002 }, sender: "Codertocat" });
    expect(parseEvent("schedule", { schedule: "0 3 * * *" })).toMatchObject({ repository: null, sender: "ghost" });
  });

  it("names the first field that is missing or wrong", () => {
    const cases: readonly (readonly [string, unknown, string])[] = [
      ["push", changed(push, "ref", 3), "ref"],
      ["push", changed(push, "repository", undefined), "repository"],
      ["push", changed(push, "repository.full_name", "no-slash"), "repository.full_name"],
      ["delete", changed(examplePayload("delete"), "ref_type", "repository"), "ref_type"],
      ["pull_request", changed(pull, "pull_request.head.sha", undefined), "pull_request.head.sha"],
      ["pull_request", [], "the payload itself"],
      ["workflow_dispatch", null, "the payload itself"],
    ];
    for (const [name, payload, field] of cases) {
      expect(() => parseEvent(name, payload)).toThrow(
        expect.objectContaining({
          code: "bad-event",
          message: expect.stringContaining(`The ${name} event cannot be used: ${field}: `),
        }),
      );
    }
  });
});
