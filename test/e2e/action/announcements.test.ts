import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { pullRequestEvent } from "../../support/github/events.ts";
import { closePullRequest, openPullRequest, push } from "../../support/github/people.ts";
import { everyWorkflowPermission, githubActions, type PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { runMain, runPost } from "../../support/run-action.ts";

// What GitHub shows beside the comment: deployments, the commit's status and check run, annotations; and what the step hands on.

let world: ProbeWorld;
let pull: PullRequest;
const asked = { inputs: { deployments: "true", "commit-status": "true", "check-run": "true" } };

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
});
afterAll(() => world[Symbol.asyncDispose]());

const outputs = { url: "https://pr-12.example/", "a b": { c: 1 } };
const shown = () =>
  world.github.state.deployments.map(({ sha, task, environment, transient, statuses }) => ({
    sha,
    task,
    environment,
    transient,
    states: statuses.map(({ state }) => state).join(" "),
  }));
const statuses = () =>
  world.github.state.commitStatuses.map(({ sha, state, context, description }) => ({
    sha,
    state,
    context,
    description,
  }));
const checkRuns = () =>
  world.github.state.checkRuns.map(({ headSha, name, conclusion, title }) => ({ headSha, name, conclusion, title }));
const pushed = () => {
  push(world.github.state, "new-look");
  return world.runPullRequest("synchronize", pull, asked);
};

it("shows a deploy as a deployment, a status and a check run of the head commit, and hands each output on", async () => {
  await world.program({ things: [{ name: "page", content: "one" }], outputs });
  const { main } = await world.runPullRequest("opened", pull, asked);
  expect(main, main.log).toMatchObject({
    code: 0,
    outputs: { "has-destructive": "false", "output-url": outputs.url, "output-a-b": '{"c":1}' },
  });
  const common = { sha: pull.headSha, task: "stagewright/probe/pr-12", environment: "preview", transient: true };
  expect(shown()).toEqual([{ ...common, states: "in_progress success" }]);
  expect(world.github.state.deployments[0]?.statuses.at(-1)).toMatchObject({ environmentUrl: outputs.url });
  const context = "stagewright/probe/pr-12";
  expect(statuses()).toEqual([
    { sha: pull.headSha, state: "pending", context, description: "deploying …" },
    { sha: pull.headSha, state: "success", context, description: "deployed: 1 created" },
  ]);
  expect(checkRuns()).toEqual([
    { headSha: pull.headSha, name: context, conclusion: "success", title: "deployed: 1 created" },
  ]);
  expect(world.github.state.checkRuns[0]?.summary).toContain("`page`");
});

it("makes the one before inactive, and leaves those of other pull requests alone", async () => {
  const other = openPullRequest(world.github.state, { branch: "other", number: 13 });
  const beside = await world.runPullRequest("opened", other, asked);
  expect(beside.main, beside.main.log).toMatchObject({ code: 0 });
  await world.program({ things: [], outputs });
  const { main } = await pushed();
  expect(main, main.log).toMatchObject({ code: 0, outputs: { "has-destructive": "true" } });
  expect(shown().map(({ task, states }) => `${task.slice(-5)}: ${states}`)).toEqual([
    "pr-12: in_progress success inactive",
    "pr-13: in_progress success",
    "pr-12: in_progress success",
  ]);
});

it("shows a failure with the line of the program, keeps the last good address, and forgets the error after the fix", async () => {
  await world.program({ things: [], throws: "no such region" });
  const { main } = await pushed();
  expect(main).toMatchObject({ code: 1 });
  expect(main.log).toMatch(/::error title=probe · pr-12,file=index\.js,line=\d+,[^:]*::[^\n]*no such region/u);
  expect(shown().at(-1)?.states).toBe("in_progress failure");
  expect(statuses().at(-1)).toMatchObject({ state: "failure", sha: pull.headSha });
  expect(checkRuns().at(-1)).toMatchObject({ conclusion: "failure", headSha: pull.headSha });
  expect(world.comments(12)).toEqual([expect.stringMatching(/Last good deploy: <https:\/\/pr-12\.example\/>/u)]);

  await world.program({ things: [], outputs });
  const fixed = await pushed();
  expect(fixed.main, fixed.main.log).toMatchObject({ code: 0 });
  expect(world.comments(12)).toEqual([expect.not.stringContaining("no such region")]);
  const own = shown().filter(({ task }) => task.endsWith("pr-12"));
  expect(own.map(({ states }) => states)).toEqual([
    "in_progress success inactive",
    "in_progress success inactive",
    "in_progress failure",
    "in_progress success",
  ]);
});

it("ends the deployment, the status and the check run of a step that was killed", async () => {
  await world.program({ things: [{ name: "slow", seconds: 4 }] });
  push(world.github.state, "new-look");
  let step: ChildProcess | undefined;
  const order = world.stepOrder({
    event: {
      name: "pull_request",
      payload: pullRequestEvent(world.github.state, { action: "synchronize", pullRequest: pull }),
    },
    ...asked,
    running: (child) => (step = child),
  });
  const ending = runMain(order);
  while (shown().at(-1)?.states !== "in_progress") {
    await sleep(50);
  }
  step?.kill("SIGKILL");
  const post = await runPost(order, await ending);
  expect(post.code, post.log).toBe(0);
  expect(shown().at(-1)?.states).toBe("in_progress error");
  expect(statuses().at(-1)).toMatchObject({ state: "error", sha: pull.headSha, description: "deploy cancelled" });
  expect(checkRuns().at(-1)).toMatchObject({ conclusion: "cancelled", title: "deploy cancelled" });
});

it("deletes the deployments of a stage that is removed, and no others", async () => {
  closePullRequest(world.github.state, 12);
  const { main } = await world.runPullRequest("closed", pull, asked);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "removed" } });
  expect(shown().map(({ task }) => task)).toEqual(["stagewright/probe/pr-13"]);
});

it("says once which permission is missing, and deploys all the same", async () => {
  const { token } = world.github;
  world.github.state.tokens.set(token, {
    user: githubActions,
    kind: "app",
    permissions: { contents: "read", "pull-requests": "write" },
  });
  await world.program({ things: [{ name: "page", content: "one" }] });
  const late = openPullRequest(world.github.state, { branch: "late", number: 14 });
  const { main } = await world.runPullRequest("opened", late, asked);
  world.github.state.tokens.set(token, { user: githubActions, kind: "app", permissions: everyWorkflowPermission });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect([...main.log.matchAll(/::warning::.*deployments: write/gu)]).toHaveLength(1);
  expect([...main.log.matchAll(/::warning::.*statuses: write/gu)]).toHaveLength(1);
  expect([...main.log.matchAll(/::warning::.*checks: write/gu)]).toHaveLength(1);
});

it("shows a deploy that waits for its stage as queued, and one that does not happen then as inactive", async () => {
  const busy = openPullRequest(world.github.state, { branch: "busy", number: 16 });
  const own = () => shown().flatMap(({ task, states }) => (task.endsWith("pr-16") ? [states] : []));
  const beside = async (name: string, order: { readonly attempt?: number }) => {
    await world.program({ things: [{ name, seconds: 2 }] });
    const first = world.runPullRequest("synchronize", busy, { ...asked, environment: { GITHUB_RUN_ID: "5000" } });
    while (own().at(-1) !== "in_progress") {
      await sleep(50);
    }
    const waiting = { ...asked, ...order, environment: { GITHUB_RUN_ID: "4999" } };
    const { main } = await world.runPullRequest("synchronize", busy, waiting);
    await first;
    return main;
  };
  const superseded = await beside("one", {});
  expect(superseded, superseded.log).toMatchObject({ code: 0, outputs: { result: "superseded" } });
  expect(own()).toEqual(["in_progress success", "queued inactive"]);
  expect(checkRuns().slice(-2)).toMatchObject([{ conclusion: "success" }, { conclusion: "skipped" }]);

  const again = await beside("two", { attempt: 2 });
  expect(again, again.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(own()).toEqual([
    "in_progress success inactive",
    "queued inactive",
    "in_progress success inactive",
    "queued in_progress success",
  ]);
});

it("begins no comment for a deploy that changes nothing, where only changes are wanted", async () => {
  const changes = { inputs: { comment: "changes" } };
  const quiet = openPullRequest(world.github.state, { branch: "quiet", number: 15 });
  await world.program({ things: [{ name: "page", content: "one" }] });
  const { main } = await world.runPullRequest("opened", quiet, { inputs: { ...asked.inputs, comment: "off" } });
  expect(world.comments(15)).toEqual([]);
  // All else tells of it.
  expect(main.summary).toContain("pr-15: deployed");
  expect(shown().at(-1)).toMatchObject({ task: "stagewright/probe/pr-15", states: "in_progress success" });
  expect(statuses().at(-1)).toMatchObject({ sha: quiet.headSha, state: "success" });
  expect(checkRuns().at(-1)).toMatchObject({ headSha: quiet.headSha, conclusion: "success" });
  const same = await world.runPullRequest("synchronize", quiet, changes);
  expect(same.main, same.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged", "comment-url": "" } });
  expect(world.comments(15)).toEqual([]);
  await world.program({ things: [{ name: "page", content: "two" }] });
  await world.runPullRequest("synchronize", quiet, changes);
  expect(world.comments(15)).toEqual([expect.stringContaining("deployed")]);
  await world.runPullRequest("synchronize", quiet, changes);
  expect(world.comments(15)).toEqual([expect.stringContaining("no changes")]);
  expect(world.github.violations).toEqual([]);
});

it("tells as a loss of data what the user says holds data", async () => {
  const pull17 = openPullRequest(world.github.state, { branch: "data", number: 17 });
  await world.program({ things: [{ name: "store", content: "one" }] });
  await world.runPullRequest("opened", pull17);
  await world.program({ things: [] });
  const { main } = await world.runPullRequest("synchronize", pull17, {
    inputs: { "data-types": "*:dynamic:Resource" },
  });
  expect(main.code, main.log).toBe(0);
  expect(world.comments(17)).toEqual([expect.stringMatching(/\[!CAUTION\]\n> \*\*Data was lost in this stage/u)]);
});
