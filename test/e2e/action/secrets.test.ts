import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { encryptedConfig } from "../../support/encrypted-config.ts";
import { drawSecret, findLeaks, formsOf } from "../../support/find-leaks.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, probePassphrase, type ProbeWorld } from "../../support/probe-world.ts";

// Every secret is drawn anew, told to the action in one way, let out by the program in all the others, and then looked for everywhere.

const lines = Array.from({ length: 4 }, drawSecret);
const secrets = {
  asked: drawSecret(),
  leaked: drawSecret(),
  multiline: ["-----BEGIN KEY-----", ...lines, "}"].join("\n"),
  input: drawSecret(),
  rotated: drawSecret(),
  made: drawSecret(),
  environment: drawSecret(),
};

let world: ProbeWorld;
let pull: PullRequest;

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "leaky", number: 12 });
  await world.checkOut();
  const { asked, leaked, multiline } = secrets;
  const config = encryptedConfig({ app: "probe", passphrase: probePassphrase, secret: { asked, leaked, multiline } });
  await writeFile(join(world.workspace, "Pulumi.preview.yaml"), config);
});
afterAll(() => world[Symbol.asyncDispose]());

const run = async (action: string) => {
  const result = await world.runPullRequest(action, pull, {
    environment: { PROBE_MADE: secrets.made, SHOP_API_TOKEN: secrets.environment, RUNNER_DEBUG: "1" },
  });
  const sought = [...Object.values(secrets), ...lines, probePassphrase, world.github.token];
  expect(await findLeaks(world, result, sought)).toEqual([]);
  return result;
};

/** By us, or by the engine itself. */
const hidden = expect.stringMatching(/^(?:\*\*\*|\[secret\])$/u) as unknown;
const letOut = (...names: (keyof typeof secrets)[]) =>
  names.flatMap((name) => formsOf(secrets[name]).map((form) => `let out: ${form}`));
const common = ["asked", "leaked", "multiline", "made", "environment"] as const;

it("shows no secret of a deploy: not of the configuration, of a resource, of a provider, of the environment; printed, derived or returned", async () => {
  await world.program({
    things: [
      { name: "page", secret: secrets.input, content: "one" },
      { name: "key", secret: secrets.rotated },
      { name: "short", secret: "q7x" },
    ],
    derived: ["page"],
    secrets: ["asked", "multiline"],
    leak: ["leaked", "multiline"],
    print: letOut(...common, "input", "rotated"),
    outputs: { note: "xq7xx", inside: { text: secrets.asked, also: [encodeURIComponent(secrets.leaked)] } },
  });
  const { main } = await run("opened");
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  // What the program let out is there, and hidden.
  const shown = `${main.summary}\n${world.comments(12).join("\n")}`;
  expect(shown).toMatch(/let out: \*\*\*[^]*let out: \[secret\]|let out: \[secret\][^]*let out: \*\*\*/u);
  const outputs: unknown = JSON.parse(main.outputs["outputs"] ?? "");
  expect(outputs).toMatchObject({
    // Hidden by substring is only what is long enough not to be part of other words.
    note: "xq7xx",
    inside: { text: hidden, also: [hidden] },
    "plain-leaked": hidden,
    "derived-page": expect.stringMatching(/^derived from \*\*\*$/u),
  });
  expect(outputs).not.toHaveProperty("asked");

  const masked = main.log.split("\n").filter((line) => line.startsWith("::add-mask::"));
  for (const line of lines) {
    expect(masked).toContain(`::add-mask::${line.replaceAll("%", "%25")}`);
  }
  expect(masked).not.toContain("::add-mask::}");
  expect(masked.join("\n")).not.toMatch(/%0A|q7x/u);
});

it("shows none when a property changes, when a resource's provider fails with it, and when the program throws it", async () => {
  await world.program({
    things: [
      { name: "page", secret: secrets.input, content: secrets.leaked },
      { name: "key", secret: drawSecret() },
      { name: "other", fail: `no access with ${secrets.multiline} or ${secrets.asked}` },
    ],
    inTurn: true,
    derived: ["page"],
    print: letOut(...common, "input", "rotated"),
  });
  const changed = await run("synchronize");
  expect(changed.main, changed.main.log).toMatchObject({ code: 1, outputs: { result: "failed", updated: "2" } });
  expect(world.comments(12)).toEqual([expect.stringMatching(/no access with (?:\*\*\*|\[secret\])/u)]);

  await world.program({ throws: `cannot connect: ${letOut(...common, "input").join("\n")}` });
  const thrown = await run("synchronize");
  expect(thrown.main, thrown.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(world.comments(12)).toEqual([expect.stringMatching(/cannot connect: let out: (?:\*\*\*|\[secret\])/u)]);
});

it("shows none when the stage is removed, which needs only its state", async () => {
  await writeFile(`${world.thingPath("pr-12", "page")}.refuse`, `no access with ${secrets.made}`);
  pull.open = false;
  await world.emptyWorkspace();
  const { main } = await run("closed");
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(world.comments(12)).toEqual([expect.stringMatching(/no access with (?:\*\*\*|\[secret\])/u)]);
  expect(world.github.violations).toEqual([]);
});
