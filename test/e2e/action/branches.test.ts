import { stat } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { pushEvent } from "../../support/github/events.ts";
import { deleteBranch, openPullRequest, push } from "../../support/github/people.ts";
import { newCommit } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

let world: ProbeWorld;

beforeAll(async () => {
  world = await makeProbeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const page = (content: string) => world.program({ things: [{ name: "page", content }] });

it("deploys the stage of a branch that is pushed to, and says so in every output", async () => {
  await page("one");
  for (const [branch, stage] of [
    ["production", "production"],
    ["feature/Login_2", "feature-Login-2"],
  ] as const) {
    const { main, post } = await world.runPush(branch);
    expect(main, main.log).toMatchObject({
      code: 0,
      outputs: { stage, command: "deploy", result: "deployed", changed: "true", created: "1", deleted: "0" },
    });
    expect(main.summary).toContain(`${stage}: deployed`);
    // What the main step did to its end leaves the post step nothing to do.
    expect(post).toMatchObject({ code: 0, log: "", summary: "", outputs: {} });
    expect(await world.thing(stage, "page")).toBe("one");
  }
});

it("says that nothing changed when nothing did, and ends as soon as it has said so", async () => {
  const { main, post } = await world.runPush("production");
  expect(main, main.log).toMatchObject({
    code: 0,
    outputs: { result: "unchanged", changed: "false", created: "0", same: "1" },
  });
  // A timer or connection that is left open would keep the process alive: the summary is the last thing it writes, and post only starts after.
  const [last, next] = await Promise.all([
    stat(join(main.runnerFolder, "summary")),
    stat(join(post.runnerFolder, "event.json")),
  ]);
  expect(next.mtimeMs - last.mtimeMs).toBeLessThan(3000);
});

it("supersedes a push that is not its branch's newest, unless people run it again", async () => {
  const { state } = world.github;
  const old = push(state, "production");
  push(state, "production");
  await page("old");
  const payload = pushEvent({ ref: "refs/heads/production", after: old, repository: state.repository });
  const event = { name: "push", payload };
  const late = await world.run({ event });
  expect(late.main, late.main.log).toMatchObject({ code: 0, outputs: { result: "superseded", changed: "false" } });
  expect(late.main.summary).toContain("superseded");
  expect(await world.thing("production", "page")).toBe("one");

  const again = await world.run({ event, attempt: 2 });
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "deployed", updated: "1" } });
  expect(await world.thing("production", "page")).toBe("old");
});

it("skips what has no stage, with the reason, and touches nothing", async () => {
  const { state } = world.github;
  const pushed = (ref: string, after: string | null) => ({
    name: "push",
    payload: pushEvent({ ref, after, repository: state.repository }),
  });
  for (const [event, reason] of [
    [pushed("refs/tags/v1", newCommit(state)), /Tag v1/u],
    [pushed("refs/heads/gone", null), /was deleted/u],
    [pushed("refs/heads/gone", newCommit(state)), /is gone by now/u],
    [pushed("refs/heads/gh-readonly-queue/main/pr-1-abc", newCommit(state)), /merge queue/u],
    [pushed("refs/heads/pr-12", push(state, "pr-12")), /belong to pull requests/u],
  ] as const) {
    const { main } = await world.run({ event });
    expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "skipped", changed: "false" } });
    expect(main.summary).toMatch(reason);
  }
  expect(await world.state("gone")).toBeNull();
});

it("does not deploy a branch twice that has an open pull request", async () => {
  openPullRequest(world.github.state, { branch: "shown", number: 3 });
  const { main } = await world.runPush("shown");
  expect(main, main.log).toMatchObject({ code: 0, outputs: { stage: "shown", result: "skipped" } });
  expect(main.summary).toContain("pull request 3");
  expect(await world.state("shown")).toBeNull();
});

it("refuses a second branch that comes to the same stage", async () => {
  await page("theirs");
  for (const [branch, said] of [
    ["feature-Login-2", /stage feature-Login-2 .* was made for branch feature\/Login_2/iu],
    ["FEATURE/login_2", /but for its case/u],
  ] as const) {
    const { main } = await world.runPush(branch);
    expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
    expect(main.log).toMatch(said);
    expect(main.summary).toMatch(/Stage feature-Login-2/iu);
  }
  expect(await world.thing("feature-Login-2", "page")).toBe("one");
  expect(await world.state("FEATURE-login-2")).toBeNull();
});

it("refuses another repository that uses the same app name in this home", async () => {
  await using rival = await makeProbeWorld({ owner: "rival" });
  const { state } = rival.github;
  await rival.program({ things: [{ name: "page", content: "rival" }] });
  const payload = pushEvent({
    ref: "refs/heads/mine",
    after: push(state, "mine"),
    repository: { ...state.repository, id: 4711 },
  });
  const { main } = await rival.run({ event: { name: "push", payload }, inputs: { home: `local:${world.home}` } });
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toContain("App probe in this home belongs to the repository acme/probe");
  expect(await world.state("mine")).toBeNull();
});

it("removes with a branch only the stage that was made for it alone", async () => {
  const { state } = world.github;
  const inputs = { branches: "production" };
  await page("one");
  await world.runPush("production", { inputs });
  await world.emptyWorkspace();
  deleteBranch(state, "production");
  const kept = await world.runDelete("production", { inputs });
  expect(kept.main, kept.main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(await world.thing("production", "page")).toBe("one");

  const back = await world.runDelete("feature/Login_2");
  expect(back.main, back.main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(back.main.summary).toContain("is there again");

  deleteBranch(state, "feature/Login_2");
  const gone = await world.runDelete("feature/Login_2");
  expect(gone.main, gone.main.log).toMatchObject({
    code: 0,
    outputs: { stage: "feature-Login-2", command: "remove", result: "removed", deleted: "1" },
  });
  expect(await world.thing("feature-Login-2", "page")).toBeNull();
  expect(await world.state("feature-Login-2")).toBeNull();
});

it("follows the form of a run by hand: stage, command, pull request, diff", async () => {
  await page("by hand");
  const made = await world.runByHand({ stage: "demo", command: "deploy" });
  expect(made.main, made.main.log).toMatchObject({ code: 0, outputs: { stage: "demo", result: "deployed" } });
  await page("changed");
  const shown = await world.runByHand({ stage: "demo", command: "diff" });
  expect(shown.main, shown.main.log).toMatchObject({
    code: 0,
    outputs: { command: "diff", result: "previewed", updated: "1" },
  });
  expect(await world.thing("demo", "page")).toBe("by hand");

  openPullRequest(world.github.state, { branch: "hotfix", number: 8 });
  const pull = await world.runByHand({ "pull-request": "8" }, { branch: "hotfix" });
  expect(pull.main, pull.main.log).toMatchObject({ code: 0, outputs: { stage: "pr-8", result: "deployed" } });
  expect(world.comments(8)).toEqual([expect.stringContaining("pr-8: deployed")]);

  await world.emptyWorkspace();
  const gone = await world.runByHand({ stage: "demo", command: "remove" });
  expect(gone.main, gone.main.log).toMatchObject({ code: 0, outputs: { command: "remove", result: "removed" } });
  expect(await world.state("demo")).toBeNull();

  const bare = await world.runByHand({ command: "remove" });
  expect(bare.main, bare.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(bare.main.log).toMatch(/input stage/u);
  expect(world.github.violations).toEqual([]);
});
