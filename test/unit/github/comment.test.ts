import { describe, expect } from "vitest";

import { comment as write, openPullRequest } from "../../support/github/people.ts";
import { everyWorkflowPermission, githubActions, person, type Account } from "../../support/github/state.ts";
import { test } from "./with-stand-in.ts";

const marker = "<!-- stagewright: shop at . -->";
const body = (text: string) => `${marker}\n${text}`;
const wish = (text: string) => ({ pullRequest: 12, marker, body: body(text), known: null });
const otherApp: Account = { login: "renovate[bot]", id: 29_139_614, type: "Bot" };

describe("upsertComment", () => {
  test.beforeEach(({ standIn }) => {
    openPullRequest(standIn.state, { branch: "feature", number: 12 });
  });

  test("makes a comment and then edits it in place", async ({ standIn, client }) => {
    const made = await client().upsertComment(wish("deploying"));
    const edited = await client().upsertComment(wish("deployed"));

    expect(edited).toEqual(made);
    expect(made?.comment.url).toBe(`https://github.com/acme/shop/pull/12#issuecomment-${made?.comment.id}`);
    expect(standIn.state.comments).toMatchObject([
      { id: made?.comment.id, body: body("deployed"), user: githubActions },
    ]);
  });

  test("needs one call for a known comment", async ({ standIn, client }) => {
    const github = client();
    const known = await github.upsertComment(wish("deploying"));
    const before = standIn.requests.length;
    await github.upsertComment({ ...wish("deployed"), known: known?.comment ?? null });

    expect(standIn.requests.slice(before).map(({ operation }) => operation)).toEqual(["issues/update-comment"]);
  });

  test("is found among 500 others", async ({ standIn, client }) => {
    const others = (count: number) => {
      for (let index = 0; index < count; index += 1) {
        write(standIn.state, { pullRequest: 12, body: `Comment ${index}` });
      }
    };
    others(430);
    const ours = write(standIn.state, { pullRequest: 12, body: body("old"), user: githubActions });
    others(70);
    const found = await client().upsertComment(wish("new"));

    expect(found?.comment.id).toBe(ours.id);
    expect(standIn.state.comments).toHaveLength(501);
    expect(ours.body).toBe(body("new"));
  });

  test("is never somebody else's, whoever copied the marker", async ({ standIn, client }) => {
    const strangers = [person, otherApp].map((user) =>
      write(standIn.state, { pullRequest: 12, body: body("not yours"), user }),
    );
    const made = await client().upsertComment(wish("ours"));

    expect(strangers.map((stranger) => stranger.body)).toEqual([body("not yours"), body("not yours")]);
    expect(standIn.state.comments).toHaveLength(3);
    expect(standIn.state.comments.at(-1)).toMatchObject({ id: made?.comment.id, body: body("ours") });
  });

  test("is not another app's of ours: the marker tells them apart", async ({ standIn, client }) => {
    const other = write(standIn.state, {
      pullRequest: 12,
      body: "<!-- stagewright: api at . -->",
      user: githubActions,
    });
    await client().upsertComment(wish("ours"));

    expect(other.body).toBe("<!-- stagewright: api at . -->");
    expect(standIn.state.comments).toHaveLength(2);
  });

  test("is a person's with a person's token, and another app's with its", async ({ standIn, client }) => {
    const ofActions = write(standIn.state, { pullRequest: 12, body: body("actions"), user: githubActions });
    for (const [token, user, kind] of [
      ["github_pat_x", person, "person"],
      ["ghs_x", otherApp, "app"],
    ] as const) {
      standIn.state.tokens.set(token, { user, kind, permissions: everyWorkflowPermission });
      const own = write(standIn.state, { pullRequest: 12, body: body("old"), user });
      expect((await client({ token }).upsertComment(wish(user.login)))?.comment.id).toBe(own.id);
      expect(own.body).toBe(body(user.login));
    }
    expect(ofActions.body).toBe(body("actions"));
  });

  test("without knowing who we are: the answer to a new comment tells, and ours is found by it", async ({
    standIn,
    client,
  }) => {
    const stranger = write(standIn.state, { pullRequest: 12, body: body("not yours"), user: person });
    const ours = write(standIn.state, { pullRequest: 12, body: body("old"), user: githubActions });
    // Long ago: what is found must not depend on the comments being of the same minute.
    Object.assign(ours, { createdAt: 0, updatedAt: 0 });
    standIn.fault({ operation: "graphql", answer: { status: 403, body: { message: "Forbidden" } } });
    const found = await client().upsertComment(wish("new"));

    expect(found?.comment.id).toBe(ours.id);
    expect(standIn.state.comments).toEqual([
      expect.objectContaining({ id: stranger.id, body: body("not yours") }),
      expect.objectContaining({ id: ours.id, body: body("new") }),
    ]);
  });

  test("is made again when it was deleted", async ({ standIn, client }) => {
    const github = client();
    const known = await github.upsertComment(wish("deploying"));
    standIn.state.comments.length = 0;
    const made = await github.upsertComment({ ...wish("deployed"), known: known?.comment ?? null });

    expect(made?.comment.id).not.toBe(known?.comment.id);
    expect(standIn.state.comments).toMatchObject([{ id: made?.comment.id, body: body("deployed") }]);
  });

  test("of two of ours the first stays", async ({ standIn, client }) => {
    const first = write(standIn.state, { pullRequest: 12, body: body("one"), user: githubActions });
    write(standIn.state, { pullRequest: 12, body: body("two"), user: githubActions });
    await client().upsertComment(wish("three"));

    expect(standIn.state.comments).toMatchObject([{ id: first.id, body: body("three") }]);
  });

  test.for([
    { lag: 0, jobs: 2 },
    { lag: 0, jobs: 8 },
    { lag: 100, jobs: 2 },
    { lag: 100, jobs: 5 },
  ])(
    "$jobs jobs that create at once end with one, lists $lag ms behind",
    async ({ lag, jobs }, { standIn, client }) => {
      standIn.state.listLag = lag;
      const clients = Array.from({ length: jobs }, () => client({ patience: { listLagMs: lag * 4 } }));
      const ends = await Promise.all(clients.map((github, job) => github.upsertComment(wish(`job ${job}`))));

      const [left, ...more] = standIn.state.comments;
      expect(more).toEqual([]);
      const created = standIn.requests.filter(({ operation }) => operation === "issues/create-comment");
      expect(created.length).toBeGreaterThan(1);
      // Some were told of one that went later still; their next edit finds the one that is left.
      const last = await Promise.all(
        clients.map((github, job) => github.upsertComment({ ...wish("end"), known: ends[job]?.comment ?? null })),
      );
      expect(new Set(last.map((one) => one?.comment.id))).toEqual(new Set([left?.id]));
      expect(standIn.state.comments).toHaveLength(1);
    },
  );

  test("a lost answer to the creation leaves one comment", async ({ standIn, client }) => {
    standIn.fault({ operation: "issues/create-comment", times: 1, drop: "after" });
    const made = await client().upsertComment(wish("deploying"));

    expect(standIn.state.comments).toMatchObject([{ id: made?.comment.id }]);
  });

  test("a second comment that cannot be looked for or deleted is no failure", async ({ standIn, client }) => {
    standIn.fault({
      operation: "issues/list-comments",
      after: 1,
      answer: { status: 404, body: { message: "Not Found" } },
    });
    const made = await client().upsertComment(wish("deploying"));

    expect(standIn.state.comments).toMatchObject([{ id: made?.comment.id }]);
  });

  test("65,536 code points of four bytes each are accepted", async ({ standIn, client }) => {
    const full = marker + "🚀".repeat(65_536 - marker.length);
    const made = await client().upsertComment({ pullRequest: 12, marker, body: full, known: null });

    expect(standIn.state.comments).toMatchObject([{ id: made?.comment.id, body: full }]);
  });

  test("what GitHub holds for too long is said in its words", async ({ client }) => {
    const long = marker + "x".repeat(262_145);

    await expect(client().upsertComment({ pullRequest: 12, marker, body: long, known: null })).rejects.toMatchObject({
      status: 422,
      permission: null,
      message:
        "GitHub did not let us write the comment on pull request 12: it does not accept what we sent " +
        "(422: Validation Failed; Body is too long (maximum is 65536 characters)).",
    });
  });
});
