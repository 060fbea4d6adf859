import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";

import { encryptedConfig } from "../../support/encrypted-config.ts";
import { openPullRequest, push } from "../../support/github/people.ts";
import { makeProbeWorld, probePassphrase, type ProbeWorld } from "../../support/probe-world.ts";
import { hashTree } from "../../support/tree-hash.ts";

let world: ProbeWorld;

beforeAll(async () => {
  world = await makeProbeWorld();
  await world.program({ configured: ["greeting"], secrets: ["password"] });
});
afterAll(() => world[Symbol.asyncDispose]());

const configure = (stage: string, greeting: string, folder = world.workspace) =>
  writeFile(
    join(folder, `Pulumi.${stage}.yaml`),
    encryptedConfig({
      app: "probe",
      passphrase: probePassphrase,
      plain: { greeting },
      secret: { password: `${greeting} only` },
    }),
  );

it("takes the configuration of pull requests from Pulumi.preview.yaml, or from where config-from says, and writes nothing", async () => {
  await configure("preview", "from preview");
  await configure("staging", "from staging");
  await configure("own", "its own");
  const before = await hashTree(world.workspace);
  const pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  const outputs = (greeting: string | null) => JSON.stringify({ greeting });

  const preview = await world.runPullRequest("opened", pull);
  expect(preview.main, preview.main.log).toMatchObject({ code: 0, outputs: { outputs: outputs("from preview") } });
  const named = await world.runPullRequest("synchronize", pull, { inputs: { "config-from": "staging" } });
  expect(named.main, named.main.log).toMatchObject({ code: 0, outputs: { outputs: outputs("from staging") } });
  const own = await world.runPush("own", { inputs: { "config-from": "staging" } });
  expect(own.main, own.main.log).toMatchObject({ code: 0, outputs: { outputs: outputs("its own") } });
  expect(await hashTree(world.workspace)).toEqual(before);

  await rm(join(world.workspace, "Pulumi.own.yaml"));
  await mkdir(join(world.workspace, "settings"));
  const project = join(world.workspace, "Pulumi.yaml");
  await writeFile(project, `${await readFile(project, "utf8")}stackConfigDir: settings\n`);
  await configure("own", "from settings", join(world.workspace, "settings"));
  const moved = await world.runPush("own");
  expect(moved.main, moved.main.log).toMatchObject({ code: 0, outputs: { outputs: outputs("from settings") } });
});

it("gives the engine no token, input, saved state or file of the runner, but what pass-env names", async () => {
  await world.checkOut();
  const seen = join(world.folder, "environment.json");
  await world.program({ environmentTo: seen });
  const environment = {
    GITHUB_TOKEN: world.github.token,
    MY_OWN: world.github.token,
    ACTIONS_RUNTIME_TOKEN: "runtime-token",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "oidc-token",
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://oidc.example.com",
    STATE_left: "left",
    GH_TOKEN: "another-token",
    AWS_REGION: "eu-west-1",
  };
  const { main } = await world.runPush("plain", {
    environment,
    inputs: { "pass-env": "GH_TOKEN, ACTIONS_ID_TOKEN_REQUEST_URL" },
  });
  expect(main, main.log).toMatchObject({ code: 0 });
  const names = Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(await readFile(seen, "utf8"))));
  expect(names).toEqual(
    expect.arrayContaining(["AWS_REGION", "GITHUB_REPOSITORY", "GH_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"]),
  );
  const kept =
    /^(?:GITHUB_(?:TOKEN|ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)|MY_OWN|(?:INPUT|STATE)_.*|ACTIONS_(?!ID_TOKEN_REQUEST_URL$).*)$/u;
  expect(names.filter((name) => kept.test(name))).toEqual([]);
  expect(await readFile(seen, "utf8")).not.toContain(world.github.token);

  await world.program({ throws: "GITHUB_TOKEN is not set" });
  const failed = await world.runPush("plain", { environment });
  expect(failed.main.code).toBe(1);
  expect(failed.main.summary).toMatch(/GITHUB_TOKEN is kept from the engine[^]*pass-env/u);
});

it("keeps the apps of a monorepo apart: each its folder, its stage and its row of the one comment", async () => {
  await world.emptyWorkspace();
  await world.program({ things: [{ name: "page", content: "shop" }] });
  const pull = openPullRequest(world.github.state, { branch: "both", number: 20 });
  const [shop, moved] = [join(world.workspace, "apps/shop"), join(world.folder, "moved")];
  await rename(world.workspace, moved);
  await mkdir(join(world.workspace, "apps"), { recursive: true });
  await rename(moved, shop);
  await cp(shop, join(world.workspace, "apps/admin"), { recursive: true, verbatimSymlinks: true });
  await writeFile(join(world.workspace, "apps/admin/Pulumi.yaml"), "name: admin\nruntime: nodejs\n");
  await writeFile(join(world.workspace, "apps/admin/probe.json"), JSON.stringify({ things: [{ name: "desk" }] }));

  for (const [folder, app] of [
    ["apps/shop", "probe"],
    ["./apps/admin/", "admin"],
  ] as const) {
    const { main } = await world.runPullRequest("opened", pull, { inputs: { "working-directory": folder } });
    expect(main, main.log).toMatchObject({ code: 0, outputs: { stage: "pr-20", result: "deployed", created: "1" } });
    expect((await world.state("pr-20", app))?.urns).toHaveLength(3);
  }
  expect(world.comments(20)).toEqual([
    expect.stringMatching(/2 stages: 2 deployed[^]*admin · pr-20: deployed[^]*probe · pr-20: deployed/u),
  ]);

  // Another folder's project of the same name is another project.
  await cp(shop, join(world.workspace, "copy"), { recursive: true, verbatimSymlinks: true });
  const { main } = await world.runPullRequest("synchronize", pull, { inputs: { "working-directory": "copy" } });
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toContain("belongs to the project in apps/shop, not to the one in copy");

  // One clean-up without a checkout finds both.
  await world.emptyWorkspace();
  pull.open = false;
  const closed = await world.runPullRequest("closed", pull);
  expect(closed.main, closed.main.log).toMatchObject({
    code: 0,
    outputs: { stage: "pr-20,pr-20", result: "removed", deleted: "2" },
  });
  const [comment = "", ...others] = world.comments(20);
  expect(others).toEqual([]);
  expect(comment).toContain("admin · pr-20: removed");
  expect(comment).toMatch(/probe · pr-20: removed[^]*belongs to the project in apps\/shop/u);
});

it("allows a throwaway home on GitHub's machines where it is asked for, and writes no comment where none is wanted", async () => {
  await world.program({ things: [{ name: "page" }] });
  const pull = openPullRequest(world.github.state, { branch: "quiet", number: 21 });
  push(world.github.state, "quiet");
  const { main } = await world.runPullRequest("opened", pull, {
    environment: { RUNNER_ENVIRONMENT: "github-hosted" },
    inputs: { throwaway: "true", comment: "off" },
  });
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed", "comment-url": "" } });
  expect(world.comments(21)).toEqual([]);
  expect(world.github.violations).toEqual([]);
});
