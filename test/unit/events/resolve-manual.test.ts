import { describe, expect, it } from "vitest";
import { COMMIT, manualEvent, resolve } from "./given.ts";

const feature = manualEvent("refs/heads/feature/x");
const tag = manualEvent("refs/tags/v1");

describe("a run by hand", () => {
  it("without more deploys the branch that it was started on", () => {
    expect(resolve(feature)).toEqual({
      kind: "stage",
      command: "deploy",
      stage: "feature-x",
      origin: { kind: "branch", branch: "feature/x" },
      ephemeral: true,
      namedBy: "origin",
      asked: false,
      commit: COMMIT,
      rule: "by hand, branch feature/x → feature-x",
    });
    expect(resolve(manualEvent(), { branches: "main=production", command: "diff" })).toMatchObject({
      command: "diff",
      stage: "production",
      ephemeral: false,
      namedBy: "rule",
    });
  });

  it("may remove the ephemeral stage of its branch, but no long-lived one that it does not name", () => {
    expect(resolve(feature, { command: "remove" })).toMatchObject({
      command: "remove",
      stage: "feature-x",
      asked: true,
    });
    expect(() => resolve(manualEvent(), { command: "remove" })).toThrow(
      expect.objectContaining({ code: "stage-missing", message: expect.stringContaining("long-lived") }),
    );
    expect(() => resolve(feature, { command: "remove", branches: "feature/*=dev" })).toThrow(
      expect.objectContaining({ code: "stage-missing" }),
    );
    expect(resolve(manualEvent(), { command: "remove", stage: "main" })).toMatchObject({
      command: "remove",
      asked: true,
    });
  });

  it("for a pull request leaves its commit to the look at the world", () => {
    expect(resolve(manualEvent(), { pullRequest: 12 })).toEqual({
      kind: "stage",
      command: "deploy",
      stage: "pr-12",
      origin: { kind: "pull_request", number: 12 },
      ephemeral: true,
      namedBy: "person",
      asked: false,
      commit: null,
      rule: "by hand, pull request 12 → pr-12",
    });
    expect(resolve(tag, { pullRequest: 12, command: "remove" })).toMatchObject({ command: "remove", asked: true });
  });

  it("for a pull request's stage at a terminal needs nothing from GitHub, and deploys the commit that is there", () => {
    const asked = { origin: { kind: "pull_request", number: 12 }, ephemeral: true, asked: true, commit: COMMIT };
    for (const command of ["deploy", "diff", "refresh", "remove"] as const) {
      expect(resolve(manualEvent(""), { stage: "pr-12", command, atTerminal: true })).toMatchObject({
        command,
        ...asked,
      });
    }
  });

  it("takes the stage pr-12, in any case, for pull request 12", () => {
    expect(resolve(manualEvent(), { stage: "PR-12" })).toMatchObject({
      stage: "pr-12",
      origin: { kind: "pull_request", number: 12 },
    });
  });

  it("for a stage by name is a person's, on branches and tags", () => {
    const made = { stage: "demo", origin: { kind: "manual" }, ephemeral: false, namedBy: "person", commit: COMMIT };

    expect(resolve(feature, { stage: "demo" })).toMatchObject({ ...made, command: "deploy", asked: false });
    expect(resolve(tag, { stage: "demo", command: "remove" })).toMatchObject({
      ...made,
      command: "remove",
      asked: true,
    });
  });

  it("for the stage that its branch has anyway is that branch's, spelled as the branch's is", () => {
    expect(resolve(feature, { stage: "FEATURE-X" })).toMatchObject({
      stage: "feature-x",
      origin: { kind: "branch", branch: "feature/x" },
      ephemeral: true,
      namedBy: "person",
      rule: "by hand, stage FEATURE-X",
    });
  });

  it("needs a stage where its ref gives none", () => {
    expect(() => resolve(tag)).toThrow(
      expect.objectContaining({ code: "stage-missing", message: expect.stringContaining("refs/tags/v1") }),
    );
    expect(resolve(manualEvent("refs/heads/pr-12"))).toMatchObject({ kind: "skip", code: "reserved-name" });
    expect(resolve(manualEvent("refs/heads/gh-readonly-queue/main/x"))).toMatchObject({ code: "merge-queue" });
    expect(resolve(manualEvent("refs/heads/pr-12"), { stage: "demo" })).toMatchObject({ stage: "demo" });
  });

  it("refuses a stage and a pull request at once, and a bad stage", () => {
    expect(() => resolve(feature, { stage: "demo", pullRequest: 12 })).toThrow(
      expect.objectContaining({ code: "stage-and-pull-request" }),
    );
    expect(() => resolve(feature, { stage: "$(id)" })).toThrow(expect.objectContaining({ code: "bad-stage-name" }));
  });

  it("may deploy Dependabot's branch: the person who starts it has seen that commit", () => {
    expect(resolve(manualEvent("refs/heads/dependabot/npm/x"))).toMatchObject({
      command: "deploy",
      stage: "dependabot-npm-x",
    });
  });
});
