import { describe, expect, it } from "vitest";
import type { Event } from "../../../src/events/event.ts";
import { explainTarget } from "../../../src/events/explain.ts";
import { branchEvent, deletedBranch, manualEvent, pullRequestEvent, resolve, tagEvent } from "./given.ts";

function explained(event: Event, inputs: Parameters<typeof resolve>[1] = {}): string {
  return explainTarget(event, resolve(event, inputs)).join("\n");
}

describe("explainTarget", () => {
  it("tells event, rule, stage and command", () => {
    expect(explained(branchEvent("release/2"), { branches: "main=production\nrelease/*=staging" })).toBe(
      [
        "event    branch release/2 pushed at 1111111 in acme/shop, by octocat",
        "rule     branches: release/*=staging",
        "stage    staging (long-lived)",
        "command  deploy",
      ].join("\n"),
    );
    expect(explained(pullRequestEvent("closed"))).toBe(
      [
        "event    pull request 12 closed at 1111111 in acme/shop, by octocat",
        "rule     pull request 12 → pr-12",
        "stage    pr-12 (ephemeral)",
        "command  remove",
      ].join("\n"),
    );
  });

  it("tells why nothing is done, with the reason's code", () => {
    expect(explained(pullRequestEvent("opened", { fork: true }))).toMatch(
      /^event {4}pull request 12 opened.*\nskipped {2}Pull request 12 comes from a fork: .* \(fork\)$/,
    );
  });

  it.each([
    [deletedBranch("x"), "branch x removed in acme/shop, by octocat"],
    [tagEvent("v1"), "tag v1 pushed at 1111111 in acme/shop, by octocat"],
    [manualEvent(), "started by hand on refs/heads/main in acme/shop, by octocat"],
    [
      {
        kind: "ignored",
        name: "schedule",
        reason: "None.",
        byHandOn: null,
        repository: null,
        sender: "ghost",
      } as const,
      "schedule, by ghost",
    ],
  ])("says what happened: %#", (event, words) => {
    expect(explained(event).split("\n")[0]).toBe(`event    ${words}`);
  });
});
