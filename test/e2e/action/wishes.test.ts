import { afterAll, beforeAll, expect, it } from "vitest";

import { createLocalHome } from "../../../src/home/local.ts";
import { openPullRequest } from "../../support/github/people.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

// What a step was given: used, or said not to be. Events that start nothing by themselves, and steps that ask for something all the same.

let world: ProbeWorld;
beforeAll(async () => {
  world = await makeProbeWorld();
  await world.program({ things: [{ name: "page" }] });
});
afterAll(() => world[Symbol.asyncDispose]());

const record = (stage: string) => createLocalHome({ directory: world.home }).records?.read({ app: "probe", stage });

/** The log's lines about what is not used: names by how they are said. */
function notUsed(log: string): { readonly warned: readonly string[]; readonly told: readonly string[] } {
  const names = (text: string) => [...text.matchAll(/`([\w-]+)` is not used: /gu)].map(([, name = ""]) => name);
  const lines = log.split("\n");
  return {
    warned: lines.filter((line) => line.startsWith("::warning::")).flatMap(names),
    told: lines.filter((line) => !line.startsWith("::")).flatMap(names),
  };
}

/** An event of this repository that starts nothing by itself. */
function raise(name: string, facts: object, inputs: Readonly<Record<string, string>>) {
  const { repository } = world.github.state;
  const { id, owner, name: repo, defaultBranch } = repository;
  const shown = { id, full_name: `${owner}/${repo}`, default_branch: defaultBranch };
  return world.run({
    event: { name, payload: { ...facts, repository: shown, sender: { login: "octocat" } }, sha: "a".repeat(40) },
    inputs,
  });
}
const published = { action: "published", release: { tag_name: "v1" } };

it("names what a push's deploy does not use, and warns of what contradicts itself", async () => {
  const { main } = await world.runPush("main", {
    inputs: {
      "pull-request": "12",
      "store-timeout": "2",
      throwaway: "true",
      environment: "x",
      "target-dependents": "true",
      comment: "changes",
      impact: "true",
      adopt: "urn:pulumi:a::b::c::d=e",
      "exclude-protected": "true",
      "keep-snapshots": "5",
      "lock-timeout": "3",
      branches: "main=production",
    },
  });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { stage: "production", result: "deployed" } });
  expect(notUsed(main.log)).toEqual({
    warned: ["pull-request", "throwaway", "target-dependents", "environment", "store-timeout"],
    told: ["adopt", "exclude-protected", "comment", "impact"],
  });
  // One annotation for all of them.
  expect(main.log).toMatch(
    /^::warning::Input `pull-request` is not used: .*%0AInput `throwaway` .*%0AInput `target-dependents` .*%0AInput `environment` .*%0AInput `store-timeout` /mu,
  );
});

it("names what a refresh and a reading of outputs do not use, and a form's field that does not count", async () => {
  const refreshed = await world.runByHand(
    { stage: "other" },
    { inputs: { command: "refresh", stage: "production", "config-map": "size: 1", plan: "", "dry-run": "true" } },
  );
  expect(refreshed.main, refreshed.main.log).toMatchObject({ code: 0, outputs: { stage: "production" } });
  expect(refreshed.main.log).toMatch(
    /^::warning::The form's field `stage` is not used: .*%0AInput `config-map` is not used: only `deploy` and `diff` use it, and this is `refresh`\.$/mu,
  );
  const read = await world.runByHand({}, { inputs: { command: "outputs", stage: "production", replace: "**::page" } });
  expect(read.main, read.main.log).toMatchObject({ code: 0, outputs: { result: "read" } });
  expect(notUsed(read.main.log).warned).toEqual(["replace"]);
});

it("says nothing of inputs where all are used, and names wishes where nothing is done", async () => {
  const quiet = await world.runPush("main", { inputs: { branches: "main=production", "config-map": "size: 1" } });
  expect(notUsed(quiet.main.log)).toEqual({ warned: [], told: [] });
  const tag = await world.run({
    event: { name: "schedule", payload: { repository: { id: 1, full_name: "acme/probe" } } },
    inputs: { stage: "production" },
  });
  expect(tag.main, tag.main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(notUsed(tag.main.log)).toEqual({ warned: [], told: ["stage"] });
});

it("refuses to deploy the project that is there for another app", async () => {
  const { main } = await world.runPush("main", { inputs: { app: "shop" } });
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toMatch(/::error::.*input `app` is shop, and the project in .* is probe/u);
});

it("without a wish, an event that starts nothing is skipped", async () => {
  for (const name of ["release", "workflow_run", "issue_comment", "repository_dispatch"]) {
    const { main } = await raise(name, {}, {});
    expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  }
});

it("a release with a wish is a run by hand on its tag, with the guards of one", async () => {
  const unnamed = await raise("release", published, { command: "deploy" });
  expect(unnamed.main, unnamed.main.log).toMatchObject({ code: 1 });
  expect(unnamed.main.log).toMatch(/::error::The run was started on refs\/tags\/v1, which is no branch/u);
  const deployed = await raise("release", published, { command: "deploy", stage: "live" });
  expect(deployed.main, deployed.main.log).toMatchObject({ code: 0, outputs: { stage: "live", result: "deployed" } });
  expect(await record("live")).toMatchObject({ origin: { kind: "manual" }, ephemeral: false, commit: "a".repeat(40) });
  const gone = await raise("release", { ...published, action: "deleted" }, { command: "deploy", stage: "live" });
  expect(gone.main, gone.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
});

it("a repository_dispatch with a wish is a run by hand on the default branch, with the guards of one", async () => {
  const before = await record("production");
  const refused = await raise(
    "repository_dispatch",
    { branch: "main" },
    { command: "remove", branches: "main=production" },
  );
  expect(refused.main, refused.main.log).toMatchObject({ code: 1 });
  expect(refused.main.log).toMatch(/::error::The command is remove, and the stage production .* is long-lived/u);
  expect(await record("production")).toEqual(before);

  openPullRequest(world.github.state, { branch: "theirs", number: 21, from: "fork" });
  const fork = await raise("repository_dispatch", {}, { command: "deploy", "pull-request": "21" });
  expect(fork.main, fork.main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
  expect(fork.main.log).toContain("comes from a fork");
  expect(await record("pr-21")).toBeNull();

  const removed = await raise("repository_dispatch", {}, { command: "remove", stage: "live" });
  expect(removed.main, removed.main.log).toMatchObject({ code: 0, outputs: { result: "removed", stage: "live" } });
  expect(await record("live")).toBeNull();
});

it.each(["workflow_run", "issue_comment"])(
  "a wish with the event %s, which may be anybody's, fails loudly",
  async (name) => {
    for (const inputs of [{ command: "deploy" }, { stage: "production" }, { "pull-request": "2" }]) {
      const { main } = await raise(name, { action: "completed" }, inputs);
      expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
      expect(main.log).toMatch(new RegExp(`::error::The event ${name} starts no command.*workflow_dispatch`, "u"));
    }
  },
);
