import { afterAll, beforeAll, expect, it } from "vitest";

import { openPullRequest } from "../support/github/people.ts";
import type { PullRequest } from "../support/github/state.ts";
import { makeProbeWorld, probePassphrase, type ProbeWorld } from "../support/probe-world.ts";
import { runCli } from "../support/run-action.ts";

// A stage's outputs are read from its state: without a deploy, a checkout or an engine.

let world: ProbeWorld;
let pull: PullRequest;
beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  await world.program({
    things: [{ name: "page", secret: "sesame-open" }],
    derived: ["page"],
    outputs: { url: "https://a.example/", nested: { list: [1, "two"] } },
    secrets: ["key"],
  });
  const inputs = { "config-map": JSON.stringify({ key: { value: "s3cret-key-1", secret: true } }) };
  const { main } = await world.runPullRequest("opened", pull, { inputs });
  expect(main, main.log).toMatchObject({ code: 0 });
  await world.emptyWorkspace();
});
afterAll(() => world[Symbol.asyncDispose]());

const secrets = /sesame-open|s3cret-key-1/u;
const cli = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  runCli({
    args: ["outputs", "--home", `local:${world.home}`, ...args],
    cwd: world.workspace,
    environment: { PATH: process.env["PATH"], HOME: world.folder, ...environment },
  });

it("hands them on as step outputs, secret ones left out, and changes nothing", async () => {
  for (const order of [{ inputs: { command: "outputs", app: "probe" } }, { action: "actions/outputs" }]) {
    const { main } = await world.runPullRequest("synchronize", pull, order);
    expect(main, main.log).toMatchObject({
      code: 0,
      outputs: {
        stage: "pr-12",
        command: "outputs",
        result: "read",
        url: "https://a.example/",
        "output-url": "https://a.example/",
        "output-nested": JSON.stringify({ list: [1, "two"] }),
      },
    });
    expect(JSON.parse(main.outputs["outputs"] ?? "")).not.toHaveProperty("key");
    expect(JSON.stringify(main.outputs) + main.summary).not.toMatch(secrets);
    expect(main.log.replaceAll(/^::add-mask::.*$/gmu, "")).not.toMatch(secrets);
  }
  expect(world.comments(12)).toHaveLength(1);
});

it("prints them at a terminal, secret ones only when asked to and with the passphrase", async () => {
  const known = { PULUMI_CONFIG_PASSPHRASE: probePassphrase };
  const shown = await cli(known, "--stage", "pr-12", "--json");
  expect(shown, shown.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(shown.stdout)).toMatchObject({
    url: "https://a.example/",
    nested: { list: [1, "two"] },
    key: "[secret]",
  });
  expect(shown.stdout).not.toMatch(secrets);
  expect((await cli({}, "--stage", "pr-12")).stdout).toMatch(/key +\[secret\]/u);
  const open = await cli(known, "--stage", "pr-12", "--json", "--show-secrets");
  expect(JSON.parse(open.stdout)).toMatchObject({ key: "s3cret-key-1" });
  expect(await cli({}, "--stage", "pr-12", "--show-secrets")).toMatchObject({ code: 1, stdout: "" });
});

it("fails for a stage that is not there", async () => {
  expect(await cli({}, "--stage", "nobody", "--app", "probe")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("There is no stage nobody"),
  });
  const { main } = await world.runByHand({ stage: "nobody" }, { inputs: { command: "outputs", app: "probe" } });
  expect(main).toMatchObject({ code: 1, outputs: { result: "failed" } });
});
