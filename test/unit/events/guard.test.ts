import { describe, expect, it } from "vitest";
import { guardAgainstWorld, type WorldNow } from "../../../src/events/guard.ts";
import type { Event } from "../../../src/events/event.ts";
import type { PullRequestNow } from "../../../src/github/github.ts";
import {
  branchEvent,
  COMMIT,
  deletedBranch,
  manualEvent,
  NEWER,
  pullRequestEvent,
  tagEvent,
  targetOf,
} from "./given.ts";

type Inputs = Parameters<typeof targetOf>[1];

function guard(event: Event, now: Partial<WorldNow>, inputs: Inputs = {}) {
  const world: WorldNow = {
    pullRequest: null,
    branchHead: null,
    openPullRequests: [],
    attempt: 1,
    dispatched: event.kind === "manual",
    ...now,
  };
  return guardAgainstWorld(targetOf(event, inputs), event, world);
}

function pull(change: Partial<PullRequestNow> = {}): { pullRequest: PullRequestNow } {
  const pullRequest = {
    number: 12,
    open: true,
    merged: false,
    title: "Add a basket",
    head: { branch: "basket", commit: COMMIT },
    base: { branch: "main" },
    fork: false,
    dependabot: false,
    ...change,
  };
  return { pullRequest };
}

const moved = pull({ head: { branch: "basket", commit: NEWER } });
const closed = pull({ open: false });
const unknown = { pullRequest: "unknown", branchHead: "unknown", openPullRequests: "unknown" } as const;
const goes = { go: true };
const skipped = (code: string) => ({ go: false, state: "skipped", code });
const superseded = { go: false, state: "superseded", code: "superseded" };

describe("a pull request's deploy", () => {
  const pushed = pullRequestEvent("synchronize");

  it("goes on while the pull request is open at its commit", () => {
    expect(guard(pushed, pull())).toEqual({ go: true, target: targetOf(pushed) });
  });

  it("does not happen when it was closed or merged meanwhile, not even again", () => {
    expect(guard(pushed, closed)).toMatchObject({ ...skipped("closed"), reason: "Pull request 12 is closed by now." });
    expect(guard(pushed, pull({ open: false, merged: true }))).toMatchObject({
      reason: "Pull request 12 is merged by now.",
    });
    expect(guard(pushed, { ...closed, attempt: 2 })).toMatchObject(skipped("closed"));
  });

  it("is superseded by a newer push, unless it is run again", () => {
    expect(guard(pushed, moved)).toEqual({
      ...superseded,
      reason: "Pull request 12 is at 2222222 by now; this run is for 1111111.",
    });
    expect(guard(pushed, { ...moved, attempt: 2 })).toMatchObject({ go: true, target: { commit: COMMIT } });
  });

  it("follows its event if GitHub cannot be asked, or shows this token no pull request", () => {
    expect(guard(pushed, unknown)).toMatchObject(goes);
    expect(guard(pushed, { pullRequest: null })).toMatchObject(goes);
  });

  it("does not happen for a fork's or Dependabot's that the world tells of", () => {
    expect(guard(pushed, pull({ fork: true }))).toMatchObject(skipped("fork"));
    expect(guard(pushed, pull({ dependabot: true }))).toMatchObject(skipped("dependabot"));
  });
});

describe("a pull request's deploy by hand", () => {
  const byHand = manualEvent();
  const inputs = { pullRequest: 12 };

  it("takes the head that the pull request has now", () => {
    expect(guard(byHand, moved, inputs)).toMatchObject({ go: true, target: { stage: "pr-12", commit: NEWER } });
  });

  it("does not happen where nobody can tell whether it is a fork's", () => {
    expect(guard(byHand, unknown, inputs)).toMatchObject(skipped("unknown"));
    expect(guard(byHand, { pullRequest: null }, inputs)).toMatchObject(skipped("no-pull-request"));
    expect(guard(byHand, pull({ fork: true }), inputs)).toMatchObject(skipped("fork"));
    expect(guard(byHand, closed, inputs)).toMatchObject(skipped("closed"));
  });
});

describe("a pull request's removal", () => {
  const event = pullRequestEvent("closed", { fromBase: true });

  it("happens while it is closed, whatever became of its head", () => {
    expect(guard(event, closed)).toMatchObject(goes);
    expect(guard(event, pull({ open: false, fork: true, head: { branch: "x", commit: NEWER } }))).toMatchObject(goes);
  });

  it("does not happen when it was reopened, not even again", () => {
    expect(guard(event, pull())).toMatchObject(skipped("reopened"));
    expect(guard(event, { ...pull(), attempt: 3 })).toMatchObject(skipped("reopened"));
  });

  it("does not happen when GitHub cannot be asked or shows none", () => {
    expect(guard(event, unknown)).toMatchObject(skipped("unknown"));
    expect(guard(event, { pullRequest: null })).toMatchObject(skipped("no-pull-request"));
  });

  it("happens whatever the world is like if a person asked for it", () => {
    const inputs = { pullRequest: 12, command: "remove" } as const;

    expect(guard(manualEvent(), pull(), inputs)).toMatchObject(goes);
    expect(guard(manualEvent(), unknown, inputs)).toMatchObject(goes);
  });
});

describe("a branch's deploy", () => {
  const pushed = branchEvent("feature/x");

  it("goes on at the branch's head", () => {
    expect(guard(pushed, { branchHead: COMMIT })).toMatchObject(goes);
  });

  it("is superseded by a newer push, unless it is run again or by hand", () => {
    expect(guard(pushed, { branchHead: NEWER })).toEqual({
      ...superseded,
      reason: "Branch feature/x is at 2222222 by now; this run is for 1111111.",
    });
    expect(guard(pushed, { branchHead: NEWER, attempt: 2 })).toMatchObject({ go: true, target: { commit: COMMIT } });
    expect(guard(manualEvent("refs/heads/feature/x"), { branchHead: NEWER })).toMatchObject(goes);
  });

  it("is not superseded by what it was pushed over, which GitHub may still show", () => {
    const over = { ...branchEvent("feature/x"), before: NEWER };
    expect(guard(over, { branchHead: NEWER })).toMatchObject(goes);
    expect(guard({ ...pullRequestEvent("synchronize"), before: NEWER }, moved)).toMatchObject(goes);
  });

  it("does not happen when the branch is gone, not even again or by hand: nothing would remove it", () => {
    expect(guard(pushed, { branchHead: null })).toMatchObject(skipped("branch-gone"));
    expect(guard(pushed, { branchHead: null, attempt: 2 })).toMatchObject(skipped("branch-gone"));
    expect(guard(manualEvent("refs/heads/feature/x"), {})).toMatchObject(skipped("branch-gone"));
  });

  it("does not happen twice: an open pull request's own stage shows it", () => {
    const shown = { branchHead: COMMIT, openPullRequests: [12, 13] };

    expect(guard(pushed, shown)).toMatchObject({
      ...skipped("pull-request-open"),
      reason: "Branch feature/x has pull request 12, whose own stage shows it.",
    });
    expect(guard(pushed, { ...shown, attempt: 2 })).toMatchObject(skipped("pull-request-open"));
    expect(guard(manualEvent("refs/heads/feature/x"), shown)).toMatchObject(goes);
    // develop → main: a long-lived stage is there for more than the pull request.
    expect(guard(branchEvent("develop"), shown, { branches: "develop" })).toMatchObject(goes);
  });

  it("says superseded rather than that there is a pull request", () => {
    expect(guard(pushed, { branchHead: NEWER, openPullRequests: [12] })).toMatchObject(superseded);
  });

  it("follows its event if GitHub cannot be asked", () => {
    expect(guard(pushed, unknown)).toMatchObject(goes);
  });
});

describe("a branch's removal", () => {
  const event = deletedBranch("feature/x");

  it("happens while the branch is gone", () => {
    expect(guard(event, { branchHead: null })).toMatchObject(goes);
  });

  it("does not happen when the branch is there again, or GitHub cannot be asked", () => {
    expect(guard(event, { branchHead: COMMIT })).toMatchObject(skipped("branch-back"));
    expect(guard(event, { branchHead: COMMIT, attempt: 2 })).toMatchObject(skipped("branch-back"));
    expect(guard(event, unknown)).toMatchObject(skipped("unknown"));
  });

  it("happens whatever the world is like if it was asked for", () => {
    expect(guard(branchEvent("feature/x"), { branchHead: COMMIT }, { command: "remove" })).toMatchObject(goes);
  });
});

describe("a tag's or a person's stage", () => {
  it("follows its event", () => {
    expect(guard(tagEvent("v1"), unknown, { stage: "production" })).toMatchObject(goes);
    expect(guard(manualEvent(), unknown, { stage: "demo" })).toMatchObject(goes);
  });
});
