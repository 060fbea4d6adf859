import type { Event } from "../../../src/events/event.ts";
import { parseBranchRules } from "../../../src/events/branch-rules.ts";
import type { StageTarget, Target } from "../../../src/events/target.ts";
import type { TargetRules } from "../../../src/events/target-rules.ts";
import { resolveTarget } from "../../../src/events/resolve-target.ts";
import type { StageRecord } from "../../../src/home/record.ts";

export const repository = { id: 7, owner: "acme", name: "shop", defaultBranch: "main" } as const;
export const ours = { id: 7, name: "acme/shop" } as const;
export const COMMIT = "1111111111111111111111111111111111111111";
export const NEWER = "2222222222222222222222222222222222222222";

type Kind<K extends Event["kind"]> = Extract<Event, { kind: K }>;

export function branchEvent(branch: string, change: Partial<Kind<"branch">> = {}): Kind<"branch"> {
  const pushed = { action: "pushed", by: "push", commit: COMMIT, before: null } as const;
  return { kind: "branch", branch, repository, sender: "octocat", ...pushed, ...change };
}

export function deletedBranch(branch: string): Kind<"branch"> {
  return branchEvent(branch, { action: "removed", by: "delete", commit: null });
}

export function tagEvent(tag: string, change: Partial<Kind<"tag">> = {}): Kind<"tag"> {
  return { kind: "tag", tag, repository, sender: "octocat", action: "pushed", by: "push", commit: COMMIT, ...change };
}

export function pullRequestEvent(action: string, change: Partial<Kind<"pull_request">> = {}): Kind<"pull_request"> {
  return {
    kind: "pull_request",
    repository,
    sender: "octocat",
    action,
    number: 12,
    title: "Add a basket",
    head: { branch: "basket", commit: COMMIT },
    base: { branch: "main" },
    before: null,
    merged: false,
    fork: false,
    dependabot: false,
    fromBase: false,
    ...change,
  };
}

export function manualEvent(ref = "refs/heads/main"): Kind<"manual"> {
  return { kind: "manual", by: "workflow_dispatch", repository, sender: "octocat", ref, inputs: {} };
}

type Inputs = Partial<Omit<TargetRules, "branches">> & { readonly branches?: string };

/** What the inputs say; those that are not named are not given. */
export function rulesOf({ branches = "", ...inputs }: Inputs = {}): TargetRules {
  return {
    branches: parseBranchRules(branches),
    command: "auto",
    stage: null,
    pullRequest: null,
    commit: COMMIT,
    ...inputs,
  };
}

export function resolve(event: Event, inputs: Inputs = {}): Target {
  return resolveTarget(event, rulesOf(inputs));
}

/** The target of an event that must have one. */
export function targetOf(event: Event, inputs: Inputs = {}): StageTarget {
  const target = resolve(event, inputs);
  if (target.kind === "skip") {
    throw new Error(`skipped: ${target.reason}`);
  }
  return target;
}

export function recordOf(record: Partial<StageRecord> & Pick<StageRecord, "stage" | "origin">): StageRecord {
  return {
    version: 1,
    app: "shop",
    path: ".",
    repository: ours,
    ephemeral: record.origin.kind === "pull_request",
    commit: COMMIT,
    status: "deployed",
    updatedAt: "2026-01-01T00:00:00.000Z",
    ...record,
  };
}
