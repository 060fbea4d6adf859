import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished } from "vitest";

import type { CommentOrder } from "../../../src/commands/comment-order.ts";
import { postComment } from "../../../src/commands/post-comment.ts";
import type { GitHub } from "../../../src/github/github.ts";
import { createFolderRows } from "../../../src/home/folder-rows.ts";
import type { ObjectStore } from "../../../src/home/objects/objects.ts";
import { createPatience } from "../../../src/home/objects/patience.ts";
import { createSureWrites } from "../../../src/home/objects/sure-writes.ts";
import { createObjectRows, type RowStore } from "../../../src/home/rows.ts";
import { StoreUnavailable } from "../../../src/lock/lock-store.ts";
import type { Log } from "../../../src/log.ts";
import type { StageReport } from "../../../src/report/stage-report.ts";
import { openPullRequest } from "../../support/github/people.ts";
import { type Account, everyWorkflowPermission } from "../../support/github/state.ts";
import { sampleChange, sampleChangeSet, sampleReport } from "../report/sample.ts";
import { test } from "../github/with-stand-in.ts";

const silent = () => undefined;
const log: Log = { info: silent, warning: silent, error: silent, debug: silent };

async function folderRows(): Promise<RowStore> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-rows-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return createFolderRows(folder);
}

function orderOf(github: GitHub, rows: RowStore | null, over: Partial<CommentOrder> = {}): CommentOrder {
  const home = { rows, where: "/home/of/shop" };
  return {
    github,
    home,
    log,
    repository: 1,
    pullRequest: 12,
    report: sampleReport(),
    known: null,
    mayCreate: true,
    ...over,
  };
}

test(
  "twenty jobs side by side end with one comment that has them all",
  { timeout: 60_000 },
  async ({ standIn, client }) => {
    openPullRequest(standIn.state, { branch: "feature", number: 12 });
    const rows = await folderRows();
    const jobs = Array.from({ length: 20 }, async (_, index) => {
      const report = sampleReport({ app: `app-${index}` });
      const github = client();
      const begun = { ...report, state: "deploying", endedAt: null } as const;
      const known = await postComment(orderOf(github, rows, { report: begun }));
      return postComment(orderOf(github, rows, { report, known }));
    });
    const posted = await Promise.all(jobs);
    expect(new Set(posted.map((comment) => comment?.id))).toEqual(new Set([standIn.state.comments[0]?.id]));
    const bodies = standIn.state.comments.map(({ body }) => body);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toContain("### ✅ 20 stages: 20 deployed");
  },
);

test("a stage that is alone has the comment for itself, also when it is alone again", async ({ standIn, client }) => {
  openPullRequest(standIn.state, { branch: "feature", number: 12 });
  const rows = await folderRows();
  const post = (app: string, over = {}) =>
    postComment(orderOf(client(), rows, { report: sampleReport({ app, ...over }) }));
  const removed = { command: "remove", state: "removed" };
  await post("api");
  expect(standIn.state.comments[0]?.body).toContain("### ✅ api · pr-12: deployed");
  await post("web");
  expect(standIn.state.comments[0]?.body).toContain("### ✅ 2 stages: 2 deployed");
  await post("api", removed);
  await post("web", removed);
  expect(standIn.state.comments[0]?.body).toContain("### 🗑️ 2 stages: 2 removed");
  await post("web");
  expect(standIn.state.comments).toHaveLength(1);
  expect(standIn.state.comments[0]?.body).toContain("### ✅ web · pr-12: deployed");
});

test("a comment that is known from the rows is not looked for; one that was deleted is made again", async ({
  standIn,
  client,
}) => {
  openPullRequest(standIn.state, { branch: "feature", number: 12 });
  const rows = await folderRows();
  const github = client();
  const known = await postComment(orderOf(github, rows));
  await postComment(orderOf(github, rows, { known }));
  const before = standIn.requests.length;
  await postComment(orderOf(client(), rows));
  expect(standIn.requests.slice(before).map(({ operation }) => operation)).toEqual(["issues/update-comment"]);
  standIn.state.comments.length = 0;
  await postComment(orderOf(client(), rows));
  expect(standIn.state.comments).toHaveLength(1);
});

test("where the rows cannot be read or written, the report is told all the same", async ({ standIn, client }) => {
  openPullRequest(standIn.state, { branch: "feature", number: 12 });
  const down = async () =>
    Promise.reject(new StoreUnavailable({ code: "lock-store-unavailable", message: "the bucket is gone", next: "" }));
  await postComment(orderOf(client(), { read: down, write: down }));
  await postComment(
    orderOf(client(), { read: async () => null, write: async () => Promise.reject(new Error("denied")) }),
  );
  expect(standIn.state.comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(/### ✅ shop · pr-12: deployed[^]*\[!NOTE\][^]*shows one run only/u),
  ]);
});

test("a write of which the answer was lost puts no row in twice", async ({ standIn, client }) => {
  openPullRequest(standIn.state, { branch: "feature", number: 12 });
  const objects = new Map<string, { readonly body: Uint8Array; readonly tag: string }>();
  let lost = 0;
  const write = async (key: string, body: Uint8Array, before: string | null) => {
    if ((objects.get(key)?.tag ?? null) !== before) {
      return null;
    }
    const tag = randomUUID();
    objects.set(key, { body, tag });
    if (lost < 2) {
      lost += 1;
      throw new StoreUnavailable({ code: "lock-store-unavailable", message: "no answer", next: "" });
    }
    return tag;
  };
  const losingAnswers: ObjectStore = {
    where: "memory",
    get: async (key) => objects.get(key) ?? null,
    putIfAbsent: (key, body) => write(key, body, null),
    putIfMatch: write,
    deleteIfMatch: async (key, tag) => objects.get(key)?.tag === tag && objects.delete(key),
    list: async function* () {
      yield [];
    },
  };
  const rows = createObjectRows(createSureWrites(losingAnswers, createPatience()));
  await postComment(orderOf(client(), rows, { report: sampleReport({ app: "web" }) }));
  await postComment(orderOf(client(), rows));
  expect(lost).toBe(2);
  expect(standIn.state.comments[0]?.body).toContain("### ✅ 2 stages: 2 deployed");
});

test("where no home keeps rows, ten jobs one after the other have one comment, which hides them", async ({
  standIn,
  client,
}) => {
  openPullRequest(standIn.state, { branch: "feature", number: 12 });
  for (let index = 0; index < 10; index += 1) {
    const changeSet = sampleChangeSet({
      changes: Array.from({ length: 400 }, (_, n) => sampleChange({ name: `q-${n}` })),
    });
    await postComment(orderOf(client(), null, { report: sampleReport({ app: `app-${index}`, changeSet }) }));
  }
  const [comment, ...others] = standIn.state.comments;
  expect(others).toEqual([]);
  expect(comment?.body).toContain("### ✅ 10 stages: 10 deployed");
  expect(comment?.body).toContain("<summary>✅ app-0 · pr-12: deployed</summary>");
  expect(comment?.body.length).toBeLessThanOrEqual(65_536);
});

test(
  "where no home keeps rows, a row that another job wrote over is written again",
  { timeout: 60_000 },
  async ({ standIn, client }) => {
    openPullRequest(standIn.state, { branch: "feature", number: 12 });
    await postComment(orderOf(client(), null, { report: sampleReport({ app: "app-0" }) }));
    await postComment(orderOf(client(), null, { report: sampleReport({ app: "app-1" }) }));
    const old = standIn.state.comments[0]?.body ?? "";
    const github = client();
    let spoilt = 0;
    const spoiling: GitHub = {
      ...github,
      upsertComment: async (wish) => {
        const posted = await github.upsertComment(wish);
        const comment = standIn.state.comments[0];
        if (comment !== undefined && spoilt < 2) {
          spoilt += 1;
          comment.body = old;
        }
        return posted;
      },
    };
    await postComment(orderOf(spoiling, null, { report: sampleReport({ app: "app-2" }) }));
    expect(spoilt).toBe(2);
    expect(standIn.state.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("### ✅ 3 stages: 3 deployed"),
    ]);
  },
);

test("where no home keeps rows, a lone stage's comment is read, written and read back: three requests", async ({
  standIn,
  client,
}) => {
  openPullRequest(standIn.state, { branch: "feature", number: 12 });
  const github = client();
  const known = await postComment(orderOf(github, null));
  const before = standIn.requests.length;
  await postComment(orderOf(github, null, { known, report: sampleReport({ state: "unchanged" }) }));
  expect(standIn.requests.slice(before).map(({ operation }) => operation)).toEqual([
    "issues/get-comment",
    "issues/update-comment",
    "issues/get-comment",
  ]);
  expect(known).toEqual({ id: known?.id, url: known?.url });
  expect(standIn.state.comments[0]?.body).toContain("### ✅ shop · pr-12: no changes");
});

test.for([true, false])(
  "a diff of a deployed stage leaves its address in the comment (rows in a home: %s)",
  async (inHome, { standIn, client }) => {
    openPullRequest(standIn.state, { branch: "feature", number: 12 });
    const rows = inHome ? await folderRows() : null;
    const post = (over: Partial<StageReport>) => postComment(orderOf(client(), rows, { report: sampleReport(over) }));
    await post({ url: "https://pr-12.shop.example", startedAt: "2026-11-25T01:00:00.000Z" });
    const changeSet = sampleChangeSet({ preview: true, changes: [sampleChange({ status: "planned" })] });
    await post({ command: "diff", state: "previewing", endedAt: null });
    await post({ command: "diff", state: "previewed", changeSet });
    const [comment, ...others] = standIn.state.comments;
    expect(others).toEqual([]);
    expect(comment?.body).toContain("### ✅ shop · pr-12: deployed · 🔍 preview");
    expect(comment?.body).toContain("https://pr-12.shop.example");
    await post({ startedAt: "2026-11-25T05:00:00.000Z" });
    expect(comment?.body).not.toContain("preview");
  },
);

const shopApp: Account = { login: "shop-deployer[bot]", id: 29_139_700, type: "Bot" };

test.for(["edit", "hide", "nothing"] as const)(
  "a comment that an app's token wrote never goes on unexplained with the workflow's (of others' it may: %s)",
  async (may, { standIn, client }) => {
    const { state } = standIn;
    openPullRequest(state, { branch: "feature", number: 12 });
    state.tokens.set("ghs_app", { user: shopApp, kind: "app", permissions: everyWorkflowPermission });
    state.othersComments = may;
    const rows = await folderRows();
    const told: string[] = [];
    const post = (token: string, over: Partial<StageReport>) =>
      postComment(
        orderOf(client({ token }), rows, {
          report: sampleReport(over),
          log: { ...log, info: (text) => void told.push(text) },
        }),
      );
    const removed = { command: "remove", state: "removed" } as const;

    const first = await post("ghs_app", {});
    const second = await post(standIn.token, removed);
    if (may === "edit") {
      expect(state.comments).toMatchObject([{ id: first?.id, body: expect.stringContaining("pr-12: removed") }]);
      expect(second).toEqual(first);
      expect(told).toEqual([]);
      return;
    }
    expect(state.comments).toMatchObject([
      { id: first?.id, user: shopApp, hidden: may === "hide" },
      { id: second?.id, hidden: false, body: expect.stringContaining(`[another comment](<${first?.url}>)`) },
    ]);
    expect(told).toEqual([expect.stringContaining("Use the same `token` in all workflows")]);
    await post(standIn.token, removed);
    expect(state.comments.map(({ id }) => id)).toEqual([first?.id, second?.id]);

    // The first token again: its own old one goes, and the other's is named.
    const third = await post("ghs_app", { startedAt: "2026-11-25T05:00:00.000Z" });
    const link = (comment: typeof first) => `[another comment](<${comment?.url}>)`;
    expect(state.comments).toMatchObject([
      { id: second?.id, hidden: may === "hide" },
      { id: third?.id, user: shopApp, body: expect.stringContaining("pr-12: deployed") },
    ]);
    expect(state.comments[1]?.body).toContain(link(second));
    expect(state.comments[1]?.body).not.toContain(link(first));

    const last = await post(standIn.token, removed);
    expect(state.comments.map(({ id }) => id)).toEqual([third?.id, last?.id]);
    expect(state.comments[1]?.body).toMatch(/pr-12: removed[^]*replaces \[another comment\]/u);
    expect(state.comments[1]?.body).toContain(link(third));
  },
);

test("where no home keeps rows, a comment with the same marker by somebody else is named, never touched", async ({
  standIn,
  client,
}) => {
  const { state } = standIn;
  openPullRequest(state, { branch: "feature", number: 12 });
  state.tokens.set("ghs_app", { user: shopApp, kind: "app", permissions: everyWorkflowPermission });
  const first = await postComment(orderOf(client({ token: "ghs_app" }), null));
  const before = state.comments[0]?.body;
  const github = client();
  const report = sampleReport({ command: "remove", state: "removed" });
  const second = await postComment(orderOf(github, null, { report }));
  await postComment(orderOf(github, null, { report, known: second }));
  expect(state.comments).toMatchObject([{ id: first?.id, body: before }, { id: second?.id }]);
  expect(state.comments[1]?.body).toMatch(/pr-12: removed[^]*As of 2026-11-25 02:01 UTC/u);
  expect(state.comments[1]?.body).toContain(`[another comment](<${first?.url}>)`);
});
