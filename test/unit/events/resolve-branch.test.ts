import { describe, expect, it } from "vitest";
import { branchEvent, COMMIT, deletedBranch, repository, resolve, tagEvent, targetOf } from "./given.ts";

describe("a pushed branch", () => {
  it("deploys the stage that its name gives, ephemeral", () => {
    expect(resolve(branchEvent("feature/Login_2"))).toEqual({
      kind: "stage",
      command: "deploy",
      stage: "feature-Login-2",
      origin: { kind: "branch", branch: "feature/Login_2" },
      ephemeral: true,
      namedBy: "origin",
      asked: false,
      commit: COMMIT,
      rule: "branch feature/Login_2 → feature-Login-2",
    });
  });

  it.each([
    { by: "the default branch", branch: "main", branches: "", namedBy: "origin", stage: "main" },
    { by: "a rule", branch: "main", branches: "main=production", namedBy: "rule", stage: "production" },
    { by: "a glob", branch: "release/2", branches: "release/*=staging", namedBy: "rule", stage: "staging" },
    { by: "a rule without a stage", branch: "team/x", branches: "team/*", namedBy: "origin", stage: "team-x" },
    { by: "a rule for a reserved name", branch: "pr-12", branches: "pr-12=twelve", namedBy: "rule", stage: "twelve" },
  ])("is long-lived by $by", ({ branch, branches, namedBy, stage }) => {
    expect(resolve(branchEvent(branch), { branches })).toMatchObject({ stage, ephemeral: false, namedBy });
  });

  it.each([
    ["main", "default branch main → main"],
    ["trunk", "branches: trunk=production"],
    ["team/x", "branches: team/* → team-x"],
  ])("says by which rule (%s)", (branch, rule) => {
    expect(resolve(branchEvent(branch), { branches: "trunk=production\nteam/*" })).toMatchObject({ rule });
  });

  it("is never ephemeral where the default branch is not known", () => {
    const event = branchEvent("trunk", { repository: { ...repository, defaultBranch: null } });

    expect(resolve(event)).toMatchObject({ stage: "trunk", ephemeral: false });
  });

  it.each([
    { whose: "a pull request's", branch: "pr-12", branches: "", code: "reserved-name" },
    { whose: "the default branch's, by case", branch: "Main", branches: "", code: "stage-taken" },
    { whose: "a rule's", branch: "production", branches: "main=production", code: "stage-taken" },
    { whose: "a rule's, by case", branch: "Production", branches: "main=production", code: "stage-taken" },
    { whose: "a long-lived branch's", branch: "team-x", branches: "team/x", code: "stage-taken" },
    { whose: "a merge queue's", branch: "gh-readonly-queue/main/pr-1-a", branches: "", code: "merge-queue" },
    {
      whose: "a merge queue's by any rule",
      branch: "gh-readonly-queue/main/x",
      branches: "**=dev",
      code: "merge-queue",
    },
  ])("gets no stage that is $whose", ({ branch, branches, code }) => {
    expect(resolve(branchEvent(branch), { branches })).toMatchObject({ kind: "skip", code });
  });

  it("may have the default branch's name where that goes elsewhere by a rule", () => {
    expect(resolve(branchEvent("Main"), { branches: "main=production" })).toMatchObject({
      stage: "Main",
      ephemeral: true,
    });
  });

  it("gets no deploy when it is Dependabot's, but for a long-lived one that Dependabot merged into", () => {
    const dependabot = { sender: "dependabot[bot]" };

    expect(resolve(branchEvent("deps", dependabot))).toMatchObject({ kind: "skip", code: "dependabot" });
    expect(resolve(branchEvent("dependabot/npm/x"))).toMatchObject({ kind: "skip", code: "dependabot" });
    expect(resolve(branchEvent("main", dependabot))).toMatchObject({ stage: "main", command: "deploy" });
  });

  it("does what the inputs say", () => {
    expect(resolve(branchEvent("x"), { command: "diff" })).toMatchObject({ command: "diff", asked: false });
    expect(resolve(branchEvent("x"), { command: "remove" })).toMatchObject({ command: "remove", asked: true });
    expect(resolve(branchEvent("x"), { stage: "demo" })).toMatchObject({
      stage: "demo",
      ephemeral: false,
      namedBy: "input",
      rule: "input stage, branch x → demo",
    });
  });

  it.each(["Pr-12", "a b", "-x"])("throws for the input stage %s, which is nobody's branch's", (stage) => {
    expect(() => resolve(branchEvent("x"), { stage })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(stage-taken|bad-stage-name)$/) }),
    );
  });

  it.each([
    "a b'\"c",
    "$(touch x)",
    "🚀",
    "b".repeat(300),
    "--force",
    "../../etc",
    "`id`|x",
    "%0A::set-output name=x::y",
  ])("comes to a safe stage or a skip when it is called %s", (branch) => {
    expect(targetOf(branchEvent(branch)).stage).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/);
  });
});

describe("a removed branch", () => {
  it("removes its ephemeral stage, by the delete event alone", () => {
    expect(resolve(deletedBranch("feature/x"))).toMatchObject({
      command: "remove",
      stage: "feature-x",
      origin: { kind: "branch", branch: "feature/x" },
      ephemeral: true,
      asked: false,
      commit: null,
    });
    expect(resolve(branchEvent("feature/x", { action: "removed" }))).toMatchObject({
      kind: "skip",
      code: "deleting-push",
    });
  });

  it.each([
    ["named by a rule", "release/1", "release/*=staging"],
    ["kept by a rule", "develop", "develop"],
    ["the default branch", "main", ""],
  ])("leaves the stage of a branch that is %s", (_name, branch, branches) => {
    expect(resolve(deletedBranch(branch), { branches })).toMatchObject({ kind: "skip", code: "not-ephemeral" });
  });

  it("leaves every stage where the default branch is not known, and what the input stage names", () => {
    const unknown = { ...deletedBranch("x"), repository: { ...repository, defaultBranch: null } };

    expect(resolve(unknown)).toMatchObject({ code: "not-ephemeral" });
    expect(resolve(deletedBranch("x"), { stage: "demo", command: "remove" })).toMatchObject({ code: "not-ephemeral" });
  });

  it("is nothing to deploy or preview", () => {
    expect(resolve(deletedBranch("x"), { command: "deploy" })).toMatchObject({ code: "branch-gone" });
    expect(resolve(deletedBranch("x"), { command: "diff" })).toMatchObject({ code: "branch-gone" });
  });

  it("removes Dependabot's branch's stage, which a person may have deployed by hand", () => {
    expect(resolve(deletedBranch("dependabot/npm/x"))).toMatchObject({ command: "remove" });
  });
});

describe("a tag", () => {
  it("has a stage only by the input", () => {
    expect(resolve(tagEvent("v1"))).toMatchObject({
      kind: "skip",
      code: "tag",
      reason: expect.stringContaining("input stage"),
    });
    expect(resolve(tagEvent("v1"), { stage: "production" })).toMatchObject({
      command: "deploy",
      stage: "production",
      origin: { kind: "tag", tag: "v1" },
      ephemeral: false,
      namedBy: "input",
      commit: COMMIT,
    });
    expect(resolve(tagEvent("v1"), { stage: "production", command: "diff" })).toMatchObject({ command: "diff" });
  });

  it("never removes anything", () => {
    expect(resolve(tagEvent("v1", { action: "removed" }), { stage: "production" })).toMatchObject({ code: "tag" });
    expect(resolve(tagEvent("v1"), { stage: "production", command: "remove" })).toMatchObject({ code: "tag" });
  });
});

describe("an event of another kind", () => {
  const event = {
    kind: "ignored",
    name: "watch",
    reason: "No stage follows from it.",
    byHandOn: null,
    repository: null,
    sender: "ghost",
  } as const;
  const skip = { kind: "skip", code: "event", reason: "No stage follows from it." };

  it("is skipped with its reason", () => {
    expect(resolve(event, {})).toEqual(skip);
    expect(resolve({ ...event, name: "create" }, { stage: "staging" })).toEqual(skip);
  });

  it("fails where the inputs ask for something", () => {
    for (const wish of [{ stage: "staging" }, { command: "deploy" }, { pullRequest: 12 }] as const) {
      expect(() => resolve(event, wish)).toThrow(/The event watch starts no command/u);
    }
  });
});
