import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished } from "vitest";

import { type CommentOrder, postComment } from "../../../src/commands/post-comment.ts";
import type { GitHub } from "../../../src/github/github.ts";
import { createFolderRows } from "../../../src/home/folder-rows.ts";
import type { RowStore } from "../../../src/home/rows.ts";
import { StoreUnavailable } from "../../../src/lock/lock-store.ts";
import type { Log } from "../../../src/log.ts";
import { openPullRequest } from "../../support/github/people.ts";
import { sampleReport } from "../report/sample.ts";
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
    expect.stringContaining("### ✅ shop · pr-12: deployed"),
  ]);
});

test("a write of which the answer was lost puts no row in twice", async ({ standIn, client }) => {
  openPullRequest(standIn.state, { branch: "feature", number: 12 });
  const rows = await folderRows();
  await postComment(orderOf(client(), rows, { report: sampleReport({ app: "web" }) }));
  let lost = 0;
  const flaky: RowStore = {
    read: rows.read,
    write: async (...write) => {
      const version = await rows.write(...write);
      if (lost < 2) {
        lost += 1;
        throw new StoreUnavailable({ code: "lock-store-unavailable", message: "no answer", next: "" });
      }
      return version;
    },
  };
  await postComment(orderOf(client(), flaky));
  expect(standIn.state.comments[0]?.body).toContain("### ✅ 2 stages: 2 deployed");
});
