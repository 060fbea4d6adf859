import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { engineBin, testCache } from "../support/engine.ts";
import { pullRequestEvent } from "../support/github/events.ts";
import { closePullRequest, openPullRequest } from "../support/github/people.ts";
import { type GuideSetup, setupOf } from "../support/quick-start/guide-setup.ts";
import { runExample } from "../support/quick-start/run-example.ts";
import { runGuide } from "../support/quick-start/run-guide.ts";
import { type S3Server, startMoto } from "../support/s3-servers.ts";
import { makeSiteWorld, type RunResult, sitePassphrase, type SiteWorld } from "../support/site-world.ts";

// The quick start's other ways: a Pulumi backend that is there already, and one machine with a folder.

let world: SiteWorld;
let s3: S3Server;
let setup: GuideSetup;

beforeAll(async () => {
  const values = { REPO: "acme/site", NAME: "acme-site", REGION: "us-east-1" };
  setup = setupOf(await runGuide({ shell: "sh", values, passphrase: sitePassphrase }));
  [world, s3] = await Promise.all([makeSiteWorld({ engine: engineBin(), cache: testCache() }), startMoto()]);
  await s3.createBucket("my-pulumi-state");
});

afterAll(async () => {
  await s3.stop();
  await world[Symbol.asyncDispose]();
});

async function run(file: string, name: string, payload: unknown): Promise<RunResult["main"]> {
  await world.checkOut();
  const { main } = await runExample(
    {
      world,
      setup,
      localValue: ({ name: variable, value }) =>
        variable === "PULUMI_BACKEND_URL"
          ? `${value}?endpoint=${s3.endpoint}&use_path_style=true&disable_https=true`
          : value,
      environment: { STAGEWRIGHT_HOME: join(world.folder, "stages") },
    },
    { file, event: { name, payload } },
  );
  return main;
}

test.each([
  ["backend.yml", 12],
  ["self-hosted.yml", 13],
])("%s: a pull request's stage comes and goes in one file", { timeout: 300_000 }, async (file, number) => {
  const { state } = world.github;
  const pull = openPullRequest(state, { branch: `greeting-${number}`, number });
  const payload = (action: string) => pullRequestEvent(state, { action, pullRequest: pull });
  const opened = await run(file, "pull_request", payload("opened"));
  expect(opened, opened.log).toMatchObject({ code: 0, outputs: { stage: `pr-${number}`, result: "deployed" } });
  expect(await world.pages.fetchPage(`/pr-${number}/`)).toContain(`Good-day from pr-${number}`);

  closePullRequest(state, number);
  const closed = await run(file, "pull_request", payload("closed"));
  expect(closed, closed.log).toMatchObject({ code: 0, outputs: { stage: `pr-${number}`, result: "removed" } });
  expect(await world.pages.fetchPage(`/pr-${number}/`)).toBeNull();
  expect(world.comments(number)).toEqual([expect.stringContaining(`pr-${number}: removed`)]);
});
