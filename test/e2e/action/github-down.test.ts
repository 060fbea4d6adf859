import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Fault } from "../../support/github/faults.ts";
import { serverError } from "../../support/github/faults.ts";
import { refusal } from "../../support/github/call.ts";
import { openPullRequest, push } from "../../support/github/people.ts";
import { everyWorkflowPermission, githubActions, type PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import type { StepResult } from "../../support/run-action.ts";

let world: ProbeWorld;
let pull: PullRequest;
/** Patience takes 40 s, so it is tried beside the others. */
let silence: Promise<StepResult>;

beforeAll(async () => {
  silence = deployInSilence();
  // Awaited in its test.
  silence.catch(() => undefined);
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
});
afterAll(() => world[Symbol.asyncDispose]());

async function deployInSilence(): Promise<StepResult> {
  await using silent = await makeProbeWorld();
  const quiet = openPullRequest(silent.github.state, { branch: "quiet", number: 3 });
  await silent.program({ things: [{ name: "page", content: "quiet" }] });
  silent.github.fault({ operation: "issues/list-comments", delay: 600_000 });
  return (await silent.runPullRequest("opened", quiet)).main;
}

describe("a deploy stands, and is told in summary and outputs, when GitHub", () => {
  for (const [what, fault] of [
    ["answers 500 to everything", { answer: serverError(500) }],
    [
      "refuses comments",
      { operation: "issues/create-comment", answer: refusal(403, "Resource not accessible by integration") },
    ],
  ] as const satisfies readonly (readonly [string, Fault])[]) {
    it(what, async () => {
      await world.program({ things: [{ name: "page", content: what }] });
      push(world.github.state, "new-look");
      world.github.fault(fault);
      const { main, post } = await world.runPullRequest("synchronize", pull);
      world.github.clearFaults();
      expect(main, main.log).toMatchObject({
        code: 0,
        outputs: { stage: "pr-12", result: "deployed", "comment-url": "" },
        summary: expect.stringContaining("pr-12: deployed"),
      });
      expect(main.log).toMatch(/::warning::.*comment/u);
      expect(post.code).toBe(0);
      expect(await world.thing("pr-12", "page")).toBe(what);
      expect(world.comments(12)).toEqual([]);
    });
  }
});

it("a deploy stands when GitHub takes questions about comments and never answers", async () => {
  const main = await silence;
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed", "comment-url": "" } });
  expect(main.summary).toContain("pr-3: deployed");
});

it("a comment that failed at first is written at the end all the same", async () => {
  await world.program({ things: [{ name: "page", content: "late" }] });
  world.github.fault({ operation: "issues/list-comments", answer: serverError(502), times: 1 });
  world.github.fault({ operation: "issues/create-comment", drop: "after", times: 1 });
  const { main } = await world.runPullRequest("synchronize", pull);
  world.github.clearFaults();
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(world.comments(12)).toEqual([expect.stringContaining("pr-12: deployed")]);
});

it("a token without the permission is told which it needs, and costs no deploy", async () => {
  const { pull_requests: _, issues: __, ...permissions } = everyWorkflowPermission;
  world.github.state.tokens.set(world.github.token, { user: githubActions, kind: "app", permissions });
  await world.program({ things: [{ name: "page", content: "no right" }] });
  const { main } = await world.runPullRequest("synchronize", pull);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(main.log.match(/::warning::The comment could not be written.*pull-requests: /gu)).toHaveLength(1);
  expect(await world.thing("pr-12", "page")).toBe("no right");
});

it("a removal does not happen when nobody can tell whether the pull request is closed", async () => {
  pull.open = false;
  world.github.fault({ drop: "before" });
  const { main } = await world.runPullRequest("closed", pull);
  world.github.clearFaults();
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(main.summary).toContain("could not be asked");
  expect(await world.thing("pr-12", "page")).toBe("no right");
});
