import { describe, expect, test as base } from "vitest";
import { z } from "zod";

import { secondaryRateLimit } from "../../support/github/faults.ts";
import { comment, openPullRequest, push } from "../../support/github/people.ts";
import { type StandIn, startGitHub } from "../../support/github/start-github.ts";
import { person } from "../../support/github/state.ts";

const repository = "/repos/acme/shop";

const test = base.extend<{ standIn: StandIn; ask: (order: string, body?: unknown, token?: string) => Promise<Told> }>({
  standIn: async ({ task: _task }, use) => {
    const standIn = await startGitHub();
    openPullRequest(standIn.state, { branch: "feature", number: 12 });
    await use(standIn);
    await standIn.stop();
  },
  ask: async ({ standIn }, use) => {
    await use(async (order, body, token = standIn.token) => {
      const [method = "", path = ""] = order.split(" ");
      const response = await fetch(standIn.url + path, {
        method,
        headers: { authorization: `token ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
    });
  },
});

type Told = { readonly status: number; readonly headers: Headers; readonly body: unknown };

describe("what is not as described is answered with 599 and recorded", () => {
  test.for([
    ["an unknown path", `GET ${repository}/zen`, undefined],
    ["an unknown method", `PUT ${repository}/pulls/12`, {}],
    ["an unknown query", `GET ${repository}/pulls?stat=open`, undefined],
    ["a query of the wrong kind", `GET ${repository}/pulls?state=half-open`, undefined],
    ["a path of the wrong kind", `GET ${repository}/pulls/twelve`, undefined],
    ["a missing body", `POST ${repository}/issues/12/comments`, undefined],
    ["a missing field", `POST ${repository}/issues/12/comments`, {}],
    ["an unknown field", `POST ${repository}/issues/12/comments`, { body: "x", bodi: "y" }],
    ["an unknown nested field", `POST ${repository}/check-runs`, { name: "x", head_sha: "y", output: { titel: "z" } }],
    ["another question by GraphQL", "POST /graphql", { query: "{ viewer { id } }" }],
  ] as const)("%s", async ([, order, body], { standIn, ask }) => {
    expect((await ask(order, body)).status).toBe(599);
    expect(standIn.violations).not.toEqual([]);
    expect(standIn.state.comments).toEqual([]);
  });

  test("an answer of its own", async ({ standIn, ask }) => {
    standIn.fault({ answer: { status: 200, body: { number: "twelve" } } });

    expect((await ask(`GET ${repository}/pulls/12`)).status).toBe(599);
    expect(standIn.violations).toContainEqual(expect.stringContaining("/number must be integer"));
  });
});

test("every operation's answer is as described", async ({ standIn, ask }) => {
  const sha = push(standIn.state, "main");
  standIn.state.tokens.set("person", {
    user: person,
    kind: "person",
    permissions: { administration: "write", environments: "read" },
  });
  standIn.state.jobs.push({
    id: 7,
    runId: 8,
    name: "deploy",
    status: "completed",
    conclusion: "success",
    completedAt: 0,
  });
  openPullRequest(standIn.state, { branch: "fork", number: 13, from: "fork" });
  openPullRequest(standIn.state, { branch: "lost", number: 14, from: "deleted" });
  const note = comment(standIn.state, { pullRequest: 12, body: "first" });
  const made = await ask(`POST ${repository}/deployments`, { ref: sha, auto_merge: false, required_contexts: [] });
  const deployment = `${repository}/deployments/${idOf(made)}`;
  const check = await ask(`POST ${repository}/check-runs`, { name: "stage", head_sha: sha });
  const checkRun = `${repository}/check-runs/${idOf(check)}`;
  const orders: readonly (readonly [string, number, unknown?])[] = [
    ["GET /rate_limit", 200],
    ["GET /users/github-actions%5Bbot%5D", 200],
    ["GET /users/nobody", 404],
    ["GET /user", 403],
    [`GET ${repository}`, 200],
    [`GET ${repository}/pulls?state=all`, 200],
    [`GET ${repository}/pulls/14`, 200],
    [`GET ${repository}/issues/12/comments`, 200],
    [`GET ${repository}/issues/comments/${note.id}`, 200],
    [`PATCH ${repository}/issues/comments/${note.id}`, 200, { body: "second" }],
    [`DELETE ${repository}/issues/comments/${note.id}`, 204],
    [`DELETE ${repository}/issues/comments/${note.id}`, 404],
    [`GET ${repository}/branches`, 200],
    [`POST ${repository}/git/refs`, 201, { ref: "refs/heads/new", sha }],
    [`POST ${repository}/git/refs`, 422, { ref: "refs/heads/new", sha }],
    [`GET ${repository}/git/ref/heads%2Fnew`, 200],
    [`GET ${repository}/git/matching-refs/heads%2Fne`, 200],
    [`PATCH ${repository}/git/refs/heads%2Fnew`, 200, { sha, force: true }],
    [`DELETE ${repository}/git/refs/heads%2Fnew`, 204],
    [`GET ${repository}/actions/jobs/7`, 200],
    [`GET ${repository}/actions/jobs/8`, 404],
    [`POST ${deployment}/statuses`, 201, { state: "success", environment_url: "https://pr-12.example" }],
    [`GET ${deployment}/statuses`, 200],
    [`GET ${deployment}`, 200],
    [`GET ${repository}/deployments`, 200],
    [`GET ${repository}/environments`, 200],
    [`GET ${repository}/environments/production`, 200],
    [`GET ${repository}/environments/production/secrets`, 403],
    [`DELETE ${repository}/environments/production`, 403],
    [`POST ${repository}/statuses/${sha}`, 201, { state: "failure", context: "stage" }],
    [`GET ${repository}/commits/${sha}/statuses`, 200],
    [`POST ${repository}/deployments`, 409, { ref: sha }],
    [`PATCH ${checkRun}`, 200, { conclusion: "success", output: { title: "pr-12", summary: "up" } }],
    [`GET ${checkRun}`, 200],
    [`GET ${repository}/commits/${sha}/check-runs`, 200],
    ["GET /repos/acme/other", 404],
  ];
  for (const [order, status, body] of orders) {
    expect(`${order} ${(await ask(order, body)).status}`).toBe(`${order} ${status}`);
  }
  expect((await ask("GET /user", undefined, "person")).body).toMatchObject({ login: "octocat" });
  for (const settings of ["secrets", "variables"]) {
    const order = `GET ${repository}/environments/production/${settings}`;
    expect((await ask(order, undefined, "person")).body).toEqual({ total_count: 0, [settings]: [] });
  }
  expect((await ask(`DELETE ${repository}/environments/production`, undefined, "person")).status).toBe(204);
  expect(standIn.violations).toEqual([]);
});

test("an active deployment is deleted only when it is the only one", async ({ standIn, ask }) => {
  const order = { ref: "feature", environment: "preview", auto_merge: false, required_contexts: [] };
  const first = idOf(await ask(`POST ${repository}/deployments`, order));
  await ask(`POST ${repository}/deployments`, order);
  await ask(`POST ${repository}/deployments/${first}/statuses`, { state: "success" });

  expect((await ask(`DELETE ${repository}/deployments/${first}`)).status).toBe(422);
  await ask(`POST ${repository}/deployments/${first}/statuses`, { state: "inactive" });
  expect((await ask(`DELETE ${repository}/deployments/${first}`)).status).toBe(204);
  expect(standIn.state.deployments).toHaveLength(1);
});

test("a success makes the environment's earlier deployments inactive, unless it is told not to", async ({
  standIn,
  ask,
}) => {
  const order = { ref: "feature", environment: "preview", auto_merge: false, required_contexts: [] };
  const states = () => standIn.state.deployments.map(({ statuses }) => statuses.at(-1)?.state);
  const succeed = async (more: object) => {
    const id = idOf(await ask(`POST ${repository}/deployments`, order));
    await ask(`POST ${repository}/deployments/${id}/statuses`, { state: "success", ...more });
  };
  await succeed({});
  await succeed({ auto_inactive: false });
  expect(states()).toEqual(["success", "success"]);
  await succeed({});
  expect(states()).toEqual(["inactive", "inactive", "success"]);
});

test("lists come in pages that lead to each other", async ({ standIn, ask }) => {
  for (let index = 0; index < 66; index += 1) {
    comment(standIn.state, { pullRequest: 12, body: `Comment ${index}` });
  }
  const list = `GET ${repository}/issues/12/comments`;
  const { body, headers } = await ask(`${list}?page=2`);

  expect(body).toHaveLength(30);
  expect(headers.get("link")).toBe(
    ["prev:1", "first:1", "next:3", "last:3"]
      .map((link) => link.split(":"))
      .map(([rel, page]) => `<${standIn.url}${repository}/issues/12/comments?page=${page}>; rel="${rel}"`)
      .join(", "),
  );
  expect((await ask(`${list}?per_page=100`)).headers.get("link")).toBeNull();
});

test("lists lag, single things do not", async ({ standIn, ask }) => {
  standIn.state.listLag = 60_000;
  const { id } = comment(standIn.state, { pullRequest: 12, body: "new" });

  expect((await ask(`GET ${repository}/issues/12/comments`)).body).toEqual([]);
  expect((await ask(`GET ${repository}/issues/comments/${id}`)).status).toBe(200);
});

test("a missing permission is a 403 that names it", async ({ standIn, ask }) => {
  standIn.state.tokens.set("weak", { user: person, kind: "person", permissions: { issues: "read" } });
  const { body, headers, status } = await ask(`POST ${repository}/issues/12/comments`, { body: "x" }, "weak");

  expect(status).toBe(403);
  expect(body).toMatchObject({ message: "Resource not accessible by personal access token" });
  expect(headers.get("x-accepted-github-permissions")).toBe("issues=write; pull_requests=write");
  expect((await ask(`GET ${repository}/issues/12/comments`, undefined, "weak")).status).toBe(200);
  expect((await ask(`GET ${repository}`, undefined, "unknown")).status).toBe(401);
});

test("the hour's allowance runs out, and comes back", async ({ standIn, ask }) => {
  standIn.state.rate.remaining = 1;
  const last = await ask(`GET ${repository}`);
  const none = await ask(`GET ${repository}`);

  expect([last.status, last.headers.get("x-ratelimit-remaining")]).toEqual([200, "0"]);
  expect([none.status, none.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
  standIn.state.rate.resetAt = Date.now();
  expect((await ask(`GET ${repository}`)).headers.get("x-ratelimit-remaining")).toBe("999");
});

test("faults meet the operation that they are for, as often as they are to", async ({ standIn, ask }) => {
  standIn.fault({ operation: "issues/list-comments", after: 1, times: 1, answer: secondaryRateLimit(7) });
  standIn.fault({ operation: "issues/create-comment", times: 1, drop: "after" });
  const list = async () => (await ask(`GET ${repository}/issues/12/comments`)).status;

  expect([await list(), await list(), await list()]).toEqual([200, 403, 200]);
  await expect(ask(`POST ${repository}/issues/12/comments`, { body: "kept" })).rejects.toThrow("fetch failed");
  expect(standIn.state.comments).toMatchObject([{ body: "kept" }]);
  expect(standIn.requests.map(({ status }) => status)).toEqual([200, 403, 200, "dropped"]);
});

function idOf({ body }: Told): number {
  return z.object({ id: z.number() }).parse(body).id;
}
