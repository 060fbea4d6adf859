import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/failure.ts";
import type { Event } from "../../../src/events/event.ts";
import { describeOrigin, recordedOrigin, refuseConflict, sameOrigin } from "../../../src/events/ownership.ts";
import type { StageOrigin, StageRecord } from "../../../src/home/record.ts";
import { branchEvent, manualEvent, ours, pullRequestEvent, recordOf, rulesOf, tagEvent, targetOf } from "./given.ts";

type Inputs = NonNullable<Parameters<typeof targetOf>[1]>;
type Claimed = { readonly records: readonly StageRecord[]; readonly inputs?: Inputs; readonly path?: string };

function claim(event: Event, { records, inputs = {}, path = "." }: Claimed): () => void {
  const target = targetOf(event, inputs);
  const { branches } = rulesOf(inputs);
  return () => refuseConflict({ target, app: "shop", path, repository: ours, records, branches });
}

function refused(code: string, ...words: readonly string[]) {
  return expect.toSatisfy(
    (error) =>
      error instanceof Failure &&
      error.code === code &&
      words.every((word) => error.message.includes(word)) &&
      error.next.endsWith("."),
  );
}

const branch = (name: string): StageOrigin => ({ kind: "branch", branch: name });
const pull = (number: number): StageOrigin => ({ kind: "pull_request", number });
const manual: StageOrigin = { kind: "manual" };

describe("refuseConflict", () => {
  it("takes a stage that nobody has, or that is its own already", () => {
    expect(claim(branchEvent("feature/x"), { records: [] })).not.toThrow();
    expect(
      claim(branchEvent("feature/x"), { records: [recordOf({ stage: "feature-x", origin: branch("feature/x") })] }),
    ).not.toThrow();
    expect(
      claim(pullRequestEvent("synchronize"), { records: [recordOf({ stage: "pr-12", origin: pull(12) })] }),
    ).not.toThrow();
  });

  it("refuses the second of two branches that come to one name", () => {
    const records = [recordOf({ stage: "feature-x", origin: branch("feature/x"), ephemeral: true })];

    expect(claim(branchEvent("feature_x"), { records })).toThrow(
      refused("stage-taken", "feature-x", "made for branch feature/x", "branch feature_x → feature-x"),
    );
  });

  it("refuses a name that differs by case alone, also to the same branch", () => {
    const records = [recordOf({ stage: "Login", origin: branch("Login"), ephemeral: true })];

    expect(claim(branchEvent("login"), { records })).toThrow(refused("stage-case", "login", "Login", "branch Login"));
    expect(claim(branchEvent("Login"), { records, inputs: { branches: "Login=login" } })).toThrow(
      refused("stage-case"),
    );
  });

  it("refuses a branch a pull request's stage, and a pull request a branch's", () => {
    const pulls = [recordOf({ stage: "demo-12", origin: pull(12) })];
    const branches = [recordOf({ stage: "demo-12", origin: branch("demo/12"), ephemeral: true })];

    expect(claim(branchEvent("demo/12"), { records: pulls })).toThrow(refused("stage-taken", "pull request 12"));
    expect(claim(branchEvent("x"), { records: pulls, inputs: { stage: "demo-12" } })).toThrow(refused("stage-taken"));
    expect(claim(pullRequestEvent("opened"), { records: branches, inputs: { stage: "demo-12" } })).toThrow(
      refused("stage-taken", "branch demo/12"),
    );
  });

  it("refuses a second pull request the stage that one input names for both", () => {
    const records = [recordOf({ stage: "preview", origin: pull(11) })];

    expect(claim(pullRequestEvent("opened"), { records, inputs: { stage: "preview" } })).toThrow(
      refused("stage-taken", "pull request 11"),
    );
    expect(
      claim(manualEvent(), { records: [recordOf({ stage: "pr-12", origin: pull(11) })], inputs: { pullRequest: 12 } }),
    ).toThrow(refused("stage-taken"));
  });

  it("refuses the app's name to another repository, whatever the stage", () => {
    const records = [
      recordOf({ stage: "main", origin: branch("main"), repository: { id: 8, name: "acme/other" } }),
      recordOf({ stage: "main", origin: branch("main") }),
    ];

    expect(claim(pullRequestEvent("opened"), { records })).toThrow(refused("app-taken", "shop", "acme/other", "main"));
    expect(claim(manualEvent(), { records, inputs: { stage: "demo" } })).toThrow(refused("app-taken"));
  });

  it("knows a repository by its id, so that it may be renamed", () => {
    const records = [recordOf({ stage: "pr-12", origin: pull(12), repository: { id: 7, name: "old/name" } })];

    expect(claim(pullRequestEvent("synchronize"), { records })).not.toThrow();
  });

  it("passes over other apps, and other stages of its own", () => {
    const records = [
      recordOf({ stage: "pr-12", origin: pull(12), app: "docs", repository: { id: 8, name: "acme/docs" } }),
      recordOf({ stage: "main", origin: branch("main"), path: "elsewhere" }),
    ];

    expect(claim(pullRequestEvent("opened"), { records })).not.toThrow();
  });

  it("refuses another folder's stage until a person confirms that the project was moved", () => {
    const records = [
      recordOf({ stage: "pr-12", origin: pull(12), path: "infra" }),
      recordOf({ stage: "production", origin: branch("main"), path: "infra" }),
    ];
    const branches = "main=production";

    expect(claim(pullRequestEvent("synchronize"), { records, path: "packages/infra" })).toThrow(
      refused("path-taken", "pr-12", "infra", "packages/infra"),
    );
    expect(claim(branchEvent("main"), { records, inputs: { branches } })).toThrow(refused("path-taken"));
    // Not by any run by hand: one on the branch may be for all the projects of a monorepo.
    expect(claim(manualEvent(), { records, inputs: { branches } })).toThrow(refused("path-taken"));
    expect(claim(manualEvent(), { records, inputs: { branches, stage: "production" } })).not.toThrow();
    expect(claim(manualEvent(), { records, inputs: { pullRequest: 12 } })).not.toThrow();
  });

  it("lets branches share a stage that a rule or the input sends them to", () => {
    const records = [recordOf({ stage: "staging", origin: branch("release/1") })];
    const branches = "release/*=staging";

    expect(claim(branchEvent("release/2"), { records, inputs: { branches } })).not.toThrow();
    expect(claim(branchEvent("release/2"), { records, inputs: { stage: "staging" } })).not.toThrow();
    expect(claim(tagEvent("v2"), { records, inputs: { stage: "staging" } })).toThrow(refused("stage-taken"));
  });

  it("passes a stage on to the branch that the rules name now, but not from one whose own name gives it", () => {
    const inputs = { branches: "trunk=production" };
    const renamed = [recordOf({ stage: "production", origin: branch("main") })];
    const ownName = [recordOf({ stage: "production", origin: branch("production") })];

    expect(claim(branchEvent("trunk"), { records: renamed, inputs })).not.toThrow();
    expect(
      claim(branchEvent("Production!"), { records: [recordOf({ stage: "Production", origin: branch("main") })] }),
    ).toThrow(refused("stage-taken", "branch main"));
    expect(claim(branchEvent("trunk"), { records: ownName, inputs })).toThrow(
      refused("stage-taken", "branch production"),
    );
    expect(
      claim(branchEvent("trunk"), { records: ownName, inputs: { branches: "trunk=production\nproduction=old" } }),
    ).not.toThrow();
  });

  it("lets tags share what the input names", () => {
    const records = [recordOf({ stage: "production", origin: { kind: "tag", tag: "v1" } })];

    expect(claim(tagEvent("v2"), { records, inputs: { stage: "production" } })).not.toThrow();
    expect(claim(branchEvent("x"), { records, inputs: { stage: "production" } })).toThrow(
      refused("stage-taken", "tag v1"),
    );
  });

  it("gives what was made by hand to a long-lived branch, and to no ephemeral one", () => {
    const records = [recordOf({ stage: "dev", origin: manual })];

    expect(claim(branchEvent("develop"), { records, inputs: { branches: "develop=dev" } })).not.toThrow();
    expect(claim(branchEvent("dev"), { records })).toThrow(refused("stage-taken", "made by hand"));
    expect(claim(pullRequestEvent("opened"), { records, inputs: { stage: "dev" } })).toThrow(refused("stage-taken"));
  });

  it("gives a person who names it any stage of the repository", () => {
    for (const origin of [branch("main"), pull(3), manual, { kind: "tag", tag: "v1" } as const]) {
      const records = [recordOf({ stage: "demo", origin })];

      expect(claim(manualEvent("refs/heads/hotfix"), { records, inputs: { stage: "demo" } })).not.toThrow();
    }
  });
});

describe("recordedOrigin", () => {
  it("is the target's own when the stage is new or an event deploys it", () => {
    const before = recordOf({ stage: "dev", origin: manual });

    expect(recordedOrigin(targetOf(manualEvent(), { stage: "demo" }), null)).toEqual({
      origin: manual,
      ephemeral: false,
    });
    expect(recordedOrigin(targetOf(pullRequestEvent("opened")), null)).toEqual({ origin: pull(12), ephemeral: true });
    expect(recordedOrigin(targetOf(branchEvent("x"), { stage: "dev" }), before)).toEqual({
      origin: branch("x"),
      ephemeral: false,
    });
  });

  it("stays what it was when a person deploys something else on it", () => {
    const before = recordOf({ stage: "basket", origin: branch("basket"), ephemeral: true });
    const kept = { origin: branch("basket"), ephemeral: true };

    expect(recordedOrigin(targetOf(manualEvent(), { stage: "basket" }), before)).toEqual(kept);
    expect(recordedOrigin(targetOf(manualEvent("refs/heads/Basket"), { stage: "basket" }), before)).toEqual(kept);
  });
});

describe("sameOrigin", () => {
  const origin: fc.Arbitrary<StageOrigin> = fc.oneof(
    fc.record({ kind: fc.constant("pull_request" as const), number: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant("branch" as const), branch: fc.constantFrom("a", "A", "v1") }),
    fc.record({ kind: fc.constant("tag" as const), tag: fc.constantFrom("a", "v1") }),
    fc.constant(manual),
  );

  it("is equality of what the stage was made for, either way round", () => {
    fc.assert(
      fc.property(origin, origin, (a, b) => {
        const equal = describeOrigin(a) === describeOrigin(b);

        expect([sameOrigin(a, b), sameOrigin(b, a)]).toEqual([equal, equal]);
      }),
    );
    expect(sameOrigin(branch("a"), branch("A"))).toBe(false);
    expect(sameOrigin(branch("v1"), { kind: "tag", tag: "v1" })).toBe(false);
  });
});
