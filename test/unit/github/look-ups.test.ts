import { describe, expect } from "vitest";

import {
  closePullRequest,
  deleteBranch,
  mergePullRequest,
  openPullRequest,
  push,
} from "../../support/github/people.ts";
import { dependabot } from "../../support/github/state.ts";
import { test } from "./with-stand-in.ts";

describe("pullRequest", () => {
  test("tells a pull request as it is now", async ({ standIn, client }) => {
    const pull = openPullRequest(standIn.state, { branch: "feature/Login_2", number: 12, title: "Log in" });

    expect(await client().pullRequest(12)).toEqual({
      number: 12,
      open: true,
      merged: false,
      title: "Log in",
      head: { branch: "feature/Login_2", commit: pull.headSha },
      base: { branch: "main" },
      fork: false,
      dependabot: false,
    });
  });

  test("tells closed from merged", async ({ standIn, client }) => {
    openPullRequest(standIn.state, { branch: "one", number: 1 });
    openPullRequest(standIn.state, { branch: "two", number: 2 });
    closePullRequest(standIn.state, 1);
    mergePullRequest(standIn.state, 2);

    expect(await client().pullRequest(1)).toMatchObject({ open: false, merged: false });
    expect(await client().pullRequest(2)).toMatchObject({ open: false, merged: true });
  });

  test("tells a fork's, a deleted fork's and Dependabot's apart from our own", async ({ standIn, client }) => {
    openPullRequest(standIn.state, { branch: "a", number: 1, from: "fork" });
    openPullRequest(standIn.state, { branch: "b", number: 2, from: "deleted" });
    openPullRequest(standIn.state, { branch: "c", number: 3, user: dependabot });

    expect(await client().pullRequest(1)).toMatchObject({ fork: true, dependabot: false });
    expect(await client().pullRequest(2)).toMatchObject({ fork: true, dependabot: false });
    expect(await client().pullRequest(3)).toMatchObject({ fork: false, dependabot: true });
  });

  test("is null where there is none", async ({ standIn, client }) => {
    expect(await client().pullRequest(404)).toBeNull();
    expect(standIn.requests).toHaveLength(1);
  });

  test("is asked for in one request each time", async ({ standIn, client }) => {
    openPullRequest(standIn.state, { branch: "one", number: 1 });
    const github = client();

    expect(await github.pullRequest(1)).toMatchObject({ open: true });
    closePullRequest(standIn.state, 1);
    // The answer to the first is not taken for one to the second.
    expect(await github.pullRequest(1)).toMatchObject({ open: false });
    expect(standIn.requests.map(({ operation }) => operation)).toEqual(["pulls/get", "pulls/get"]);
  });
});

describe("branchHead", () => {
  test.for(["main", "feature/Login_2", "a b#é%2F?", "-x", "refs/heads/odd"])(
    "finds %s",
    async (branch, { standIn, client }) => {
      const commit = push(standIn.state, branch);
      push(standIn.state, `${branch}-longer`);

      expect(await client().branchHead(branch)).toBe(commit);
    },
  );

  test("is null for a deleted branch, though others begin like it", async ({ standIn, client }) => {
    push(standIn.state, "feature");
    push(standIn.state, "feature-2");
    deleteBranch(standIn.state, "feature");

    expect(await client().branchHead("feature")).toBeNull();
  });

  test("throws where the token may not see the repository: that proves nothing", async ({ standIn, client }) => {
    const token = "ghs_weak";
    standIn.state.tokens.set(token, { user: dependabot, kind: "app", permissions: { metadata: "read" } });

    await expect(client({ token }).branchHead("main")).rejects.toMatchObject({
      name: "GitHubUnavailable",
      status: 403,
      permission: "contents: read",
    });
  });
});

describe("openPullRequestsOf", () => {
  test("names the open ones from that branch of this repository only", async ({ standIn, client }) => {
    openPullRequest(standIn.state, { branch: "feature", number: 1 });
    openPullRequest(standIn.state, { branch: "feature", number: 2, base: "release" });
    openPullRequest(standIn.state, { branch: "feature", number: 3, from: "fork" });
    openPullRequest(standIn.state, { branch: "feature", number: 4 });
    openPullRequest(standIn.state, { branch: "other", number: 5 });
    closePullRequest(standIn.state, 4);

    expect(new Set(await client().openPullRequestsOf("feature"))).toEqual(new Set([1, 2]));
    expect(await client().openPullRequestsOf("nothing")).toEqual([]);
  });

  test("reads every page", async ({ standIn, client }) => {
    for (let number = 1; number <= 120; number += 1) {
      openPullRequest(standIn.state, { branch: "feature", number, base: `base-${number}` });
    }

    expect(await client().openPullRequestsOf("feature")).toHaveLength(120);
    expect(standIn.requests).toHaveLength(2);
  });
});

describe("job", () => {
  const ended = { id: 77, runId: 7, name: "stage", status: "completed", conclusion: "cancelled" } as const;

  test("tells how long ago a job ended, by GitHub's own clock", async ({ standIn, client }) => {
    standIn.state.jobs.push({ ...ended, completedAt: Date.now() - 90_000 });
    const job = await client().job(77);

    expect(job).toMatchObject({ kind: "job", id: 77, repository: "acme/shop", status: "completed" });
    expect(job.kind === "job" && job.secondsSinceCompletion).toSatisfy(
      (seconds: number) => seconds > 80 && seconds < 100,
    );
    expect(standIn.violations).toEqual([]);
  });

  test("of a job that runs, no end is told", async ({ standIn, client }) => {
    standIn.state.jobs.push({ ...ended, status: "in_progress", conclusion: null, completedAt: null });

    expect(await client().job(77)).toMatchObject({ status: "in_progress", secondsSinceCompletion: null });
  });

  test("a job that is not there, or may not be read, proves nothing", async ({ client }) => {
    await expect(client().job(78)).rejects.toMatchObject({ name: "GitHubUnavailable", status: 404 });
  });
});
