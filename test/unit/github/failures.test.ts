import { inspect } from "node:util";

import { describe, expect } from "vitest";

import { type GitHub, GitHubUnavailable } from "../../../src/github/github.ts";
import { type Answer, refusal } from "../../support/github/call.ts";
import { secondaryRateLimit, serverError, tooManyRequests } from "../../support/github/faults.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { StandIn } from "../../support/github/start-github.ts";
import { githubActions } from "../../support/github/state.ts";
import { test } from "./with-stand-in.ts";

const checkRun = { state: "in_progress", title: "deploying", summary: "Wait.", url: null } as const;
const calls: Readonly<Record<keyof GitHub, (github: GitHub) => Promise<unknown>>> = {
  pullRequest: (github) => github.pullRequest(12),
  branchHead: (github) => github.branchHead("feature"),
  job: (github: GitHub) => github.job(77),
  openPullRequestsOf: (github) => github.openPullRequestsOf("feature"),
  upsertComment: (github) =>
    github.upsertComment({ pullRequest: 12, marker: "<!-- m -->", body: "<!-- m -->", known: null }),
  readComment: (github) => github.readComment({ pullRequest: 12, marker: "<!-- x -->", known: null }),
  endComment: (github) => github.endComment({ id: 7, url: "https://github.com/acme/shop/pull/12#issuecomment-7" }),
  createDeployment: (github) =>
    github.createDeployment({
      commit: "feature",
      task: "stagewright/shop/pr-12",
      environment: "preview",
      description: "shop",
      transient: true,
      production: false,
    }),
  setDeployment: (github) =>
    github.setDeployment({ id: 7, state: "success", description: "deployed", url: null, log: null }),
  deploymentsOf: (github) => github.deploymentsOf({ task: "stagewright/shop/pr-12", limit: 2 }),
  retireDeployments: (github) => github.retireDeployments({ task: "stagewright/shop/pr-12", current: 7 }),
  deleteDeployment: (github) => github.deleteDeployment(7),
  deleteEmptyEnvironment: (github) => github.deleteEmptyEnvironment("review/pr-12"),
  createCheckRun: (github) => github.createCheckRun({ commit: "c0ffee", name: "stagewright/shop/pr-12", ...checkRun }),
  setCheckRun: (github) => github.setCheckRun({ id: 7, ...checkRun }),
  setCommitStatus: (github) =>
    github.setCommitStatus({ commit: "c0ffee", context: "stagewright", state: "success", description: "", url: null }),
};
const methods = [
  "pullRequest",
  "branchHead",
  "openPullRequestsOf",
  "upsertComment",
  "createDeployment",
  "deploymentsOf",
  "createCheckRun",
] as const;

/** Every refusal with what the error says of it; `tries` is how often one request is made. */
const refusals: readonly { name: string; answer: Answer; says: string; tries: number }[] = [
  {
    name: "401",
    answer: refusal(401, "Bad credentials"),
    says: "does not accept the token (401: Bad credentials)",
    tries: 1,
  },
  {
    name: "403",
    answer: refusal(403, "Must have admin rights"),
    says: "may not (403: Must have admin rights)",
    tries: 1,
  },
  ...(
    [
      [403, "Unable to create comment because issue is locked.", "the conversation is locked"],
      [422, "Validation Failed: issue is locked", "the conversation is locked"],
      [403, "Repository was archived so is read-only.", "the repository is archived"],
      [410, "This issue was deleted", "it was deleted"],
      [403, "Commenting is disabled on issues with more than 2500 comments", "comments are closed there"],
    ] as const
  ).map(([status, message, says]) => ({
    name: `${status} ${message}`,
    answer: {
      ...refusal(status, message),
      headers: { "x-accepted-github-permissions": "issues=write; pull_requests=write" },
    },
    says,
    tries: 1,
  })),
  {
    name: "409",
    answer: refusal(409, "Git Repository is empty."),
    says: "conflict with something else (409: Git",
    tries: 1,
  },
  {
    name: "410",
    answer: refusal(410, "Issues are disabled"),
    says: "issues turned off (410: Issues are disabled)",
    tries: 1,
  },
  {
    name: "422",
    answer: refusal(422, "Validation Failed"),
    says: "does not accept what we sent (422: Validation Failed)",
    tries: 1,
  },
  { name: "429", answer: tooManyRequests(2), says: "It asks to wait 2 s.", tries: 3 },
  { name: "500", answer: serverError(), says: "has a problem of its own (500: Server Error)", tries: 3 },
  { name: "502", answer: { status: 502 }, says: "has a problem of its own (502: no reason given)", tries: 3 },
  { name: "503", answer: serverError(503), says: "has a problem of its own (503: Server Error)", tries: 3 },
  {
    name: "a secondary limit",
    answer: secondaryRateLimit(2),
    says: "rate limit is used up (403: You have exceeded",
    tries: 3,
  },
  { name: "a long secondary limit", answer: secondaryRateLimit(3600), says: "It asks to wait 3600 s.", tries: 1 },
];

describe.for(methods)("%s", (method) => {
  test.beforeEach(({ standIn }) => {
    openPullRequest(standIn.state, { branch: "feature", number: 12 });
  });

  test.for(refusals)("refused with $name", async ({ answer, says, tries }, { standIn, client }) => {
    standIn.fault({ answer });
    const error = await failureOf(calls[method](client()));

    expect(error).toMatchObject({ status: answer.status, permission: null });
    expect(error.message).toMatch(/^GitHub did not let us [a-z ]+ .*: it|the token|\d/);
    expect(error.message).toContain(says);
    expect(standIn.requests).toHaveLength(tries);
    expect(everythingIn(error)).not.toContain(standIn.token);
  });

  test("succeeds when the first tries fail", async ({ standIn, client }) => {
    standIn.fault({ answer: serverError(), times: 1 });
    standIn.fault({ answer: secondaryRateLimit(1), times: 1 });
    standIn.fault({ drop: "before", times: 1 });

    await expect(calls[method](client())).resolves.toBeTruthy();
  });

  test("ends when the connection always drops", async ({ standIn, client }) => {
    standIn.fault({ drop: "before" });
    const error = await failureOf(calls[method](client()));

    expect(error).toMatchObject({ status: null, permission: null });
    expect(error.message).toContain("it could not be reached");
    expect(standIn.requests).toHaveLength(3);
    expect(everythingIn(error)).not.toContain(standIn.token);
  });

  test("ends when no answer comes", async ({ standIn, client }) => {
    standIn.fault({ delay: 5000 });
    const error = await failureOf(calls[method](client({ patience: { attemptMs: 50 } })));

    expect(error.status).toBeNull();
    expect(error.message).toContain("it could not be reached");
  });

  test("ends when its patience does, however slow each attempt may be", async ({ standIn, client }) => {
    standIn.fault({ delay: 30_000 });
    const started = Date.now();
    const error = await failureOf(calls[method](client({ patience: { totalMs: 200, attemptMs: 20_000 } })));

    expect(error.message).toContain("no answer within 0.2 s");
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test("says when the hour's allowance is used up", async ({ standIn, client }) => {
    standIn.state.rate.remaining = 0;
    standIn.state.rate.resetAt = Date.UTC(2037, 0, 1);
    const error = await failureOf(calls[method](client()));

    expect(error.status).toBe(403);
    expect(error.message).toContain("There is more after 2037-01-01T00:00:00.000Z.");
    expect(standIn.requests).toHaveLength(1);
  });

  test("says that nobody listens", async ({ standIn, client }) => {
    await standIn.stop();
    const error = await failureOf(calls[method](client()));

    expect(error.status).toBeNull();
    expect(error.message).toContain("ECONNREFUSED");
  });
});

describe("a token without the permission", () => {
  const needed = [
    ["pullRequest", "pull-requests: read"],
    ["branchHead", "contents: read"],
    ["openPullRequestsOf", "pull-requests: read"],
    ["job", "actions: read"],
    ["upsertComment", "issues: write or pull-requests: write"],
    ["createCheckRun", "checks: write"],
    ["setCheckRun", "checks: write"],
  ] as const;

  test.for(needed)("%s names %s", async ([method, permission], { standIn, client }) => {
    openPullRequest(standIn.state, { branch: "feature", number: 12 });
    const error = await failureOf(calls[method](client({ token: weakToken(standIn, {}) })));

    expect(error).toMatchObject({ status: 403, permission });
    expect(error.message).toContain(`Give the job \`${permission}\` under permissions.`);
  });

  test("that reads only, such as a fork's, is told what writing needs", async ({ standIn, client }) => {
    openPullRequest(standIn.state, { branch: "feature", number: 12 });
    const token = weakToken(standIn, { pull_requests: "read", issues: "read" });
    const error = await failureOf(calls.upsertComment(client({ token })));

    expect(error.message).toBe(
      "GitHub did not let us write the comment on pull request 12: the token lacks a permission " +
        "(403: Resource not accessible by integration). " +
        "Give the job `issues: write or pull-requests: write` under permissions.",
    );
    expect(standIn.state.comments).toEqual([]);
  });
});

describe("404", () => {
  test("a comment on a pull request that is not there", async ({ client }) => {
    const error = await failureOf(calls.upsertComment(client()));

    expect(error.status).toBe(404);
    expect(error.message).toContain("there is no such thing, or the token may not see it");
  });

  test.for(["branchHead", "openPullRequestsOf"] as const)(
    "%s of an unseen repository",
    async (method, { standIn, client }) => {
      standIn.fault({ answer: refusal(404, "Not Found") });

      expect(await failureOf(calls[method](client()))).toMatchObject({ status: 404 });
    },
  );
});

test("a token that is an answer's own words is not repeated", async ({ standIn, client, logged }) => {
  standIn.fault({ answer: refusal(401, `Bad credentials: ${standIn.token}`) });
  const error = await failureOf(calls.pullRequest(client()));

  expect(error.message).toContain("Bad credentials: ***");
  expect(logged.join("\n")).not.toContain(standIn.token);
});

async function failureOf(call: Promise<unknown>): Promise<GitHubUnavailable> {
  const error: unknown = await call.then(
    () => "no error",
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GitHubUnavailable)) {
    throw new TypeError(`Not a GitHubUnavailable: ${inspect(error)}`);
  }
  return error;
}

function everythingIn(error: Error): string {
  return [error.stack, JSON.stringify(error), inspect(error, { depth: 20, showHidden: true })].join("\n");
}

function weakToken(standIn: StandIn, permissions: Readonly<Record<string, "read">>): string {
  standIn.state.tokens.set("ghs_weak", { user: githubActions, kind: "app", permissions });
  return "ghs_weak";
}
