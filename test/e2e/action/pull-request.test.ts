import { rm } from "node:fs/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { pullRequestEvent } from "../../support/github/events.ts";
import {
  closePullRequest,
  comment,
  deleteBranch,
  mergePullRequest,
  openPullRequest,
  push,
  reopenPullRequest,
} from "../../support/github/people.ts";
import { dependabot, type PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { readReport } from "../../support/read-report.ts";
import { hashTree } from "../../support/tree-hash.ts";

let world: ProbeWorld;
let pull: PullRequest;

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
});
afterAll(() => world[Symbol.asyncDispose]());

/** What the comments were made to say, in order. */
const told = () => world.sentComments().map((body) => /\n### .*?: (?<state>.*)/u.exec(body)?.groups?.["state"]);

it("deploys pr-12 when it is opened, and keeps one comment up to date from 'deploying' on", async () => {
  comment(world.github.state, { pullRequest: 12, body: "Looks good!" });
  await world.program({
    things: [{ name: "page", content: "one" }, { name: "about" }],
    outputs: { url: "https://pr-12.example.com/", nested: { size: 3 } },
  });
  const before = await hashTree(world.workspace);
  const { main, post } = await world.runPullRequest("opened", pull);
  expect(main, main.log).toMatchObject({ code: 0, summary: expect.stringContaining("pr-12: deployed") });
  expect(post.code).toBe(0);
  expect(told()).toEqual(["deploying …", "deployed"]);
  const [, own, ...more] = world.comments(12);
  expect(own).toMatch(/pr-12: deployed[^]*https:\/\/pr-12\.example\.com\/[^]*2 created/u);
  expect(own).toMatch(/^\+ page .* created$/mu);
  expect(own).toMatch(/^\+ about .* created$/mu);
  expect(more).toEqual([]);

  expect(main.outputs).toEqual({
    stage: "pr-12",
    command: "deploy",
    result: "deployed",
    changed: "true",
    created: "2",
    updated: "0",
    replaced: "0",
    deleted: "0",
    imported: "0",
    same: "0",
    "has-destructive": "false",
    "output-nested": '{"size":3}',
    "output-url": "https://pr-12.example.com/",
    outputs: JSON.stringify({ nested: { size: 3 }, url: "https://pr-12.example.com/" }),
    url: "https://pr-12.example.com/",
    "comment-url": expect.stringMatching(/\/pull\/12#issuecomment-\d+$/u),
    report: expect.stringContaining(main.runnerFolder),
  });
  expect((await readReport(main)).stages).toEqual([
    expect.objectContaining({
      app: "probe",
      stage: "pr-12",
      state: "deployed",
      pullRequest: 12,
      // The head that people see, not the merge commit of GITHUB_SHA.
      commit: pull.headSha,
      mergedInto: "main",
      changeSet: expect.objectContaining({
        changes: expect.arrayContaining(
          ["page", "about"].map((name) => expect.objectContaining({ op: "create", name, status: "done" })),
        ),
      }),
    }),
  ]);
  expect(await hashTree(world.workspace)).toEqual(before);
});

it("deploys it again at each push, into the same comment, and supersedes what is older than its head", async () => {
  const late = pullRequestEvent(world.github.state, { action: "synchronize", pullRequest: { ...pull } });
  push(world.github.state, "new-look");
  await world.program({ things: [{ name: "page", content: "two" }] });
  const { main } = await world.runPullRequest("synchronize", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed", updated: "1", deleted: "1" } });
  expect(await world.thing("pr-12", "page")).toBe("two");
  const shown = world.comments(12);

  const old = await world.run({ event: { name: "pull_request", payload: late } });
  expect(old.main, old.main.log).toMatchObject({ code: 0, outputs: { result: "superseded" } });
  expect(world.comments(12)).toEqual(shown);
  expect(shown).toHaveLength(2);
});

it("does not remove what was opened again, nor deploy what was closed meanwhile", async () => {
  const closed = pullRequestEvent(world.github.state, { action: "closed", pullRequest: { ...pull, open: false } });
  const stays = await world.run({ event: { name: "pull_request", payload: closed } });
  expect(stays.main, stays.main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(stays.main.summary).toContain("is open again");
  expect(await world.thing("pr-12", "page")).toBe("two");

  const pushed = pullRequestEvent(world.github.state, { action: "synchronize", pullRequest: pull });
  closePullRequest(world.github.state, 12);
  const late = await world.run({ event: { name: "pull_request", payload: pushed } });
  expect(late.main, late.main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(late.main.summary).toContain("closed by now");
});

it("removes pr-12 when it is closed, from an empty workspace, from the stored state alone", async () => {
  await world.emptyWorkspace();
  deleteBranch(world.github.state, "new-look");
  const { main } = await world.runPullRequest("closed", pull);
  expect(main, main.log).toMatchObject({
    code: 0,
    outputs: { stage: "pr-12", command: "remove", result: "removed", deleted: "1", url: "" },
    summary: expect.stringContaining("pr-12: removed"),
  });
  expect(told().slice(-2)).toEqual(["removing …", "removed"]);
  expect(world.comments(12)).toEqual(["Looks good!", expect.stringContaining("pr-12: removed")]);
  expect(await world.thing("pr-12", "page")).toBeNull();
  expect(await world.state("pr-12")).toBeNull();
  await readReport(main);
});

it("finds nothing to remove when it is closed twice, or was never deployed", async () => {
  const never = openPullRequest(world.github.state, { branch: "never", number: 13 });
  closePullRequest(world.github.state, 13);
  for (const closed of [pull, never]) {
    const { main } = await world.runPullRequest("closed", closed);
    expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "skipped", changed: "false" } });
    expect(main.summary).toMatch(/nothing to remove/iu);
  }
  expect(world.comments(13)).toEqual([]);
});

it("deploys nothing for a fork, nor for Dependabot, whose runs have no secrets", async () => {
  const { state } = world.github;
  const fork = openPullRequest(state, { branch: "theirs", number: 14, from: "fork" });
  const gone = openPullRequest(state, { branch: "gone", number: 15, from: "deleted" });
  const bot = openPullRequest(state, { branch: "dependabot/npm/x", number: 16, user: dependabot });
  for (const [pullRequest, reason] of [
    [fork, /fork/u],
    [gone, /fork/u],
    [bot, /Dependabot/u],
  ] as const) {
    const { main } = await world.runPullRequest("opened", pullRequest);
    expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
    expect(main.summary).toMatch(reason);
    expect(await world.state(`pr-${pullRequest.number}`)).toBeNull();
  }
});

it("deploys it again when it is reopened, and removes it with pull_request_target when it is merged", async () => {
  push(world.github.state, "new-look");
  reopenPullRequest(world.github.state, 12);
  await world.program({ things: [{ name: "page", content: "three" }] });
  const { main } = await world.runPullRequest("reopened", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed", created: "1" } });
  expect(world.comments(12)).toEqual(["Looks good!", expect.stringContaining("pr-12: deployed")]);

  await rm(world.workspace, { recursive: true });
  await world.emptyWorkspace();
  mergePullRequest(world.github.state, 12);
  const payload = pullRequestEvent(world.github.state, { action: "closed", pullRequest: pull });
  const merged = await world.run({ event: { name: "pull_request_target", payload } });
  expect(merged.main, merged.main.log).toMatchObject({ code: 0, outputs: { result: "removed", deleted: "1" } });
  expect(await world.thing("pr-12", "page")).toBeNull();
  expect(world.comments(12)).toHaveLength(2);
  expect(world.github.violations).toEqual([]);
});
