import { afterAll, beforeAll, expect, test } from "vitest";

import { engineBin, testCache } from "../support/engine.ts";
import { fillIn, readExampleStep } from "../support/example-step.ts";
import { deleteEvent, pullRequestEvent, pushEvent } from "../support/github/events.ts";
import { githubActions, newCommit, newId, person, type PullRequest } from "../support/github/state.ts";
import { s3Environment, type S3Server, startMoto } from "../support/s3-servers.ts";
import { makeSiteWorld, type RunResult, sitePassphrase, type SiteWorld } from "../support/site-world.ts";

// The quick start's two files as they stand, with the compiled action, the real engine and a real S3 server for its state.

let world: SiteWorld;
let s3: S3Server;

beforeAll(async () => {
  [world, s3] = await Promise.all([makeSiteWorld({ engine: engineBin(), cache: testCache() }), startMoto()]);
  await s3.createBucket("state");
});

afterAll(async () => {
  await s3.stop();
  await world[Symbol.asyncDispose]();
});

test("a pull request's stage comes with deploy.yml and goes with cleanup.yml, which checks nothing out", async () => {
  const pull = openPullRequest("greeting");
  await world.checkOut();
  const opened = await run("deploy.yml", {
    name: "pull_request",
    payload: pullRequestEvent(world.github.state, { action: "opened", pullRequest: pull }),
  });
  expect(opened.main, opened.main.log).toMatchObject({
    code: 0,
    outputs: { stage: "pr-12", command: "deploy", result: "deployed" },
  });
  expect(await world.pages.fetchPage("/pr-12/")).toContain("Good-day from pr-12");

  pull.open = false;
  world.github.state.refs.delete(`heads/${pull.headBranch}`);
  await world.emptyWorkspace();
  const closed = await run("cleanup.yml", {
    name: "pull_request_target",
    payload: pullRequestEvent(world.github.state, { action: "closed", pullRequest: pull }),
  });
  expect(closed.main, closed.main.log).toMatchObject({
    code: 0,
    outputs: { stage: "pr-12", command: "remove", result: "removed" },
  });
  expect(await world.pages.fetchPage("/pr-12/")).toBeNull();
  expect(world.comments(12)).toEqual([expect.stringContaining("pr-12: removed")]);
  expect(world.github.violations).toEqual([]);
});

test("a feature branch's stage goes with its branch, a long-lived one's stays", async () => {
  const { state } = world.github;
  for (const branch of ["feature/Login_2", "production"]) {
    await world.checkOut();
    const commit = newCommit(state);
    state.refs.set(`heads/${branch}`, commit);
    const payload = pushEvent({ ref: `refs/heads/${branch}`, after: commit, repository: state.repository });
    expect((await run("deploy.yml", { name: "push", payload })).main).toMatchObject({
      code: 0,
      outputs: { result: "deployed" },
    });

    state.refs.delete(`heads/${branch}`);
    await world.emptyWorkspace();
    const removal = await run("cleanup.yml", {
      name: "delete",
      payload: deleteEvent({ ref: branch, repository: state.repository }),
    });
    expect(removal.main, removal.main.log).toMatchObject({
      code: 0,
      outputs: { result: branch === "production" ? "skipped" : "removed" },
    });
  }
  expect(await world.pages.fetchPage("/feature-Login-2/")).toBeNull();
  expect(await world.pages.fetchPage("/production/")).toContain("Welcome from production");
});

/** Runs an example's own step, on a machine of GitHub's, with a token that may do what the example's job lets it. */
async function run(file: string, event: { readonly name: string; readonly payload: unknown }): Promise<RunResult> {
  const step = await readExampleStep(file);
  const permissions = Object.entries(step.permissions).map(
    ([name, level]) => [name.replaceAll("-", "_"), level] as const,
  );
  const { github } = world;
  github.state.tokens.set(github.token, {
    user: githubActions,
    kind: "app",
    permissions: Object.fromEntries(permissions),
  });
  const values = {
    "vars.STATE_BUCKET": `state?endpoint=${s3.endpoint}&use_path_style=true&disable_https=true`,
    "secrets.PULUMI_CONFIG_PASSPHRASE": sitePassphrase,
  };
  const environment = Object.entries(step.environment).map(
    ([name, template]) => [name, fillIn(template, values)] as const,
  );
  return world.run({
    event,
    inputs: { home: "backend", ...step.inputs },
    environment: { ...s3Environment, RUNNER_ENVIRONMENT: "github-hosted", ...Object.fromEntries(environment) },
  });
}

function openPullRequest(headBranch: string): PullRequest {
  const { state } = world.github;
  const headSha = newCommit(state);
  state.refs.set(`heads/${headBranch}`, headSha);
  const pull: PullRequest = {
    number: 12,
    user: person,
    headBranch,
    createdAt: newId(state),
    headRepository: "own",
    title: "Add a greeting",
    baseBranch: "main",
    headSha,
    open: true,
    mergedSha: null,
    updatedAt: newId(state),
  };
  state.pulls.push(pull);
  return pull;
}
