import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { engineBin, testCache } from "../support/engine.ts";
import { deleteEvent, dispatchEvent, pullRequestEvent, pushEvent } from "../support/github/events.ts";
import { closePullRequest, deleteBranch, openPullRequest, push } from "../support/github/people.ts";
import { type GrantedServer, startGrantedServer } from "../support/quick-start/granted.ts";
import { type GuideSetup, setupOf } from "../support/quick-start/guide-setup.ts";
import { type ExamplePlace, type ExampleRun, runExample } from "../support/quick-start/run-example.ts";
import { runGuide } from "../support/quick-start/run-guide.ts";
import type { StepResult } from "../support/run-action.ts";
import { openTestS3Home } from "../support/s3-home.ts";
import { s3Environment, type S3Server, startVersitygw } from "../support/s3-servers.ts";
import { makeSiteWorld, type RunResult, sitePassphrase, type SiteWorld } from "../support/site-world.ts";

// The quick start from its first command to its last example: what the guide's commands create is what the examples' jobs get, the files run
// as they stand, with the compiled action, the real engine and a real S3 server that lets each role do what the guide's policies allow.

/** For several runs of the engine. */
const timeout = 300_000;

let world: SiteWorld;
let s3: S3Server;
let setup: GuideSetup;
/** By role. */
const servers = new Map<string, GrantedServer>();

beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  const values = { REPO: "acme/site", NAME: "acme-site", REGION: "us-east-1" };
  const guide = runGuide({ shell: "sh", values, passphrase: sitePassphrase });
  [world, s3] = await Promise.all([makeSiteWorld({ engine: engineBin(), cache: testCache() }), startVersitygw()]);
  setup = setupOf(await guide);
  for (const bucket of setup.buckets.keys()) {
    await s3.createBucket(bucket);
  }
  for (const [name, { policies }] of setup.roles) {
    servers.set(name, await startGrantedServer(s3.endpoint, policies));
  }
});

afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.stop()));
  await s3.stop();
  await world[Symbol.asyncDispose]();
});

const run = (order: ExampleRun, place: Partial<ExamplePlace> = {}): Promise<RunResult> =>
  runExample(
    {
      world,
      setup,
      localValue: ({ name, value, role }) =>
        name === "STATE_BUCKET" ? `${value}?endpoint=${servers.get(role ?? "")?.endpoint ?? ""}` : value,
      ...place,
    },
    order,
  );

async function pushed(branch: string) {
  const { state } = world.github;
  await world.checkOut();
  return pushEvent({ ref: `refs/heads/${branch}`, after: push(state, branch), repository: state.repository });
}

const pushTo = async (branch: string): Promise<RunResult> =>
  run({ file: "deploy.yml", event: { name: "push", payload: await pushed(branch) } });

async function removeBranch(branch: string): Promise<StepResult> {
  const { state } = world.github;
  deleteBranch(state, branch);
  await world.emptyWorkspace();
  const payload = deleteEvent({ ref: branch, repository: state.repository });
  return (await run({ file: "cleanup.yml", event: { name: "delete", payload } })).main;
}

/** The stages that a bucket has on record, and whether the home had to make a passphrase. */
async function stored(
  bucket: string,
): Promise<{ readonly stages: readonly string[]; readonly hasPassphrase: boolean }> {
  const opened = await openTestS3Home({ endpoint: s3.endpoint, bucket, prefix: "", folder: world.folder });
  const records = (await opened.home.records?.list()) ?? [];
  const passphrase = await opened.objects.get("secret/passphrase.json");
  return { stages: records.map(({ stage }) => stage).sort(), hasPassphrase: passphrase !== null };
}

test(
  "a pull request's stage comes with deploy.yml and goes with cleanup.yml, which checks nothing out",
  { timeout },
  async () => {
    const { state } = world.github;
    const pull = openPullRequest(state, { branch: "greeting", number: 12 });
    await world.checkOut();
    const payload = pullRequestEvent(state, { action: "opened", pullRequest: pull });
    const opened = await run({ file: "deploy.yml", event: { name: "pull_request", payload } });
    expect(opened.main, opened.main.log).toMatchObject({
      code: 0,
      outputs: { stage: "pr-12", command: "deploy", result: "deployed" },
    });
    expect(await world.pages.fetchPage("/pr-12/")).toContain("Good-day from pr-12");
    expect(await stored("acme-site-preview-state")).toEqual({ stages: ["pr-12"], hasPassphrase: false });

    const gone = closePullRequest(state, 12);
    deleteBranch(state, "greeting");
    await world.emptyWorkspace();
    const closed = await run({
      file: "cleanup.yml",
      event: {
        name: "pull_request_target",
        payload: pullRequestEvent(state, { action: "closed", pullRequest: gone }),
      },
    });
    expect(closed.main, closed.main.log).toMatchObject({
      code: 0,
      outputs: { stage: "pr-12", command: "remove", result: "removed" },
    });
    expect(await world.pages.fetchPage("/pr-12/")).toBeNull();
    expect(world.comments(12)).toEqual([expect.stringContaining("pr-12: removed")]);
    expect((await stored("acme-site-preview-state")).stages).toEqual([]);
    expect(world.github.violations).toEqual([]);
  },
);

test("a feature branch's stage goes with its branch", { timeout }, async () => {
  const { main: deployed } = await pushTo("feature/Login_2");
  expect(deployed, deployed.log).toMatchObject({ code: 0, outputs: { stage: "feature-Login-2", result: "deployed" } });
  const removed = await removeBranch("feature/Login_2");
  expect(removed, removed.log).toMatchObject({ code: 0, outputs: { result: "removed" } });
  expect(await world.pages.fetchPage("/feature-Login-2/")).toBeNull();
});

test(
  "main's stage is among the previews, production's has a home of its own, which stays when the branch goes",
  { timeout },
  async () => {
    for (const branch of ["main", "production"]) {
      const { main } = await pushTo(branch);
      expect(main, main.log).toMatchObject({ code: 0, outputs: { stage: branch, result: "deployed" } });
    }
    expect((await stored("acme-site-preview-state")).stages).toEqual(["main"]);
    expect((await stored("acme-site-production-state")).stages).toEqual(["production"]);
    const skipped = await removeBranch("production");
    expect(skipped, skipped.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
    expect(await world.pages.fetchPage("/production/")).toContain("Welcome from production");
  },
);

test(
  "drift.yml finds what was changed in production, with a role that may only read, and leaves the state as it is",
  { timeout },
  async () => {
    const look = async () => {
      const payload = { schedule: "17 3 * * *" };
      const { main } = await run({ file: "drift.yml", event: { name: "schedule", payload } });
      expect(main, main.log).toMatchObject({ code: 0 });
      return main;
    };
    await world.emptyWorkspace();
    expect((await look()).outputs).toMatchObject({ stage: "production", changed: "false" });

    const page = join(world.folder, "www/production/index.html");
    await writeFile(page, (await readFile(page, "utf8")).replace("Welcome", "Hacked"));
    const found = await look();
    expect(found.outputs).toMatchObject({ command: "refresh", result: "previewed", changed: "true" });
    expect(found.summary).toMatch(/index[\s\S]*Hacked/u);
    // What it found is not in the state: it finds it again.
    expect((await look()).outputs).toMatchObject({ changed: "true" });
  },
);

test("toolkit.yml lists the stages of the environment that the form names", async () => {
  const list = async (environment: string, branch: string) => {
    const { repository } = world.github.state;
    const inputs = { environment, command: "stages", stage: "", reason: "", snapshot: "" };
    const payload = dispatchEvent({ inputs, ref: `refs/heads/${branch}`, repository });
    return (await run({ file: "toolkit.yml", action: "actions/stages", event: { name: "workflow_dispatch", payload } }))
      .main;
  };
  expect((await list("preview", "main")).summary).toMatch(/\bmain\b/u);
  const production = await list("production", "production");
  expect(production.summary).toMatch(/\bproduction\b/u);
  expect(production.summary).not.toMatch(/\| *main\b/u);
  await expect(list("production", "main")).rejects.toThrow("not allowed to deploy to production");
});

test("production is removed by a person who names it on its branch, and by nobody else", async () => {
  const remove = (branch: string) => {
    const { repository } = world.github.state;
    const inputs = { stage: "production", "pull-request": "" };
    const payload = dispatchEvent({ inputs, ref: `refs/heads/${branch}`, repository });
    return run({ file: "cleanup.yml", event: { name: "workflow_dispatch", payload } });
  };
  await expect(remove("main")).rejects.toThrow("not allowed to deploy to production");
  push(world.github.state, "production");
  const { main } = await remove("production");
  expect(main, main.log).toMatchObject({ code: 0, outputs: { stage: "production", result: "removed" } });
  expect(await world.pages.fetchPage("/production/")).toBeNull();
  expect((await stored("acme-site-production-state")).stages).toEqual([]);
});

test("a variable or secret that was forgotten is said, by where it should be", { timeout }, async () => {
  const event = { name: "push", payload: await pushed("feature/forgotten") };
  const noBucket = await run(
    { file: "deploy.yml", event },
    { localValue: ({ name, value }) => (name === "STATE_BUCKET" ? "" : value) },
  );
  expect(noBucket.main, noBucket.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(noBucket.main.log).toMatch(/::error::.*bucket's name is missing .*in the job's environment/u);

  const preview = {
    variables: {},
    branches: null,
    ...setup.environments.get("preview"),
    secrets: { PULUMI_CONFIG_PASSPHRASE: "" },
  };
  const forgetful = { ...setup, environments: new Map([...setup.environments, ["preview", preview]]) };
  const noSecret = await run({ file: "deploy.yml", event }, { setup: forgetful });
  expect(noSecret.main.log).toMatch(/::warning::PULUMI_CONFIG_PASSPHRASE is empty.*create that secret/u);
});

test("the guide's policies allow all that was asked of S3, and nothing that was not", () => {
  for (const [role, server] of servers) {
    expect([role, server.refused]).toEqual([role, []]);
  }
  const unused = [...servers].flatMap(([, server]) => server.unused());
  expect(unused).toEqual([]);
});
