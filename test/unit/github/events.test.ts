import { expect, test } from "vitest";

import { deleteEvent, dispatchEvent, pullRequestEvent, pushEvent } from "../../support/github/events.ts";
import { mergePullRequest, openPullRequest } from "../../support/github/people.ts";
import { createState } from "../../support/github/state.ts";

const repository = { id: 42, owner: "octo-org", name: "web", defaultBranch: "trunk" };
const commit = "a".repeat(40);

test("a push that makes, moves and removes a branch", () => {
  const ref = "refs/heads/feature";
  expect(pushEvent({ ref, after: commit, repository })).toMatchObject({
    ref,
    before: "0".repeat(40),
    after: commit,
    created: true,
    deleted: false,
    head_commit: { id: commit },
    repository: { id: 42, full_name: "octo-org/web", default_branch: "trunk" },
  });
  expect(pushEvent({ ref, before: commit, after: "b".repeat(40) })).toMatchObject({ before: commit, created: false });
  expect(pushEvent({ ref, before: commit, after: null })).toMatchObject({
    after: "0".repeat(40),
    deleted: true,
    head_commit: null,
    commits: [],
  });
});

test("a pull request as the stand-in has it", () => {
  const state = createState({ owner: "octo-org", name: "web", token: "t" });
  const pullRequest = openPullRequest(state, { branch: "feature/Login_2", number: 12, title: "Log in" });
  expect(pullRequestEvent(state, { action: "opened", pullRequest })).toMatchObject({
    action: "opened",
    number: 12,
    pull_request: {
      number: 12,
      state: "open",
      merged: false,
      title: "Log in",
      head: { ref: "feature/Login_2", sha: pullRequest.headSha, repo: { id: state.repository.id } },
      base: { ref: "main", repo: { full_name: "octo-org/web" } },
    },
    repository: { id: state.repository.id, full_name: "octo-org/web" },
  });
  mergePullRequest(state, 12);
  expect(pullRequestEvent(state, { action: "closed", pullRequest })).toMatchObject({
    pull_request: { state: "closed", merged: true, merge_commit_sha: state.refs.get("heads/main") },
  });
});

test("a deleted branch under its short name", () => {
  expect(deleteEvent({ ref: "feature", repository })).toMatchObject({
    ref: "feature",
    ref_type: "branch",
    repository: { id: 42 },
  });
});

test("a run started by hand, of the same repository", () => {
  expect(dispatchEvent({ inputs: { stage: "pr-12" }, repository })).toMatchObject({
    ref: "refs/heads/trunk",
    inputs: { stage: "pr-12" },
    repository: { id: 42, full_name: "octo-org/web", default_branch: "trunk" },
  });
});

test("overrides are merged in", () => {
  const payload = pushEvent({ ref: "refs/heads/x", after: commit }, { repository: { id: 7 }, sender: { login: "me" } });
  expect(payload).toMatchObject({ repository: { id: 7, full_name: "acme/shop" }, sender: { login: "me" } });
});
