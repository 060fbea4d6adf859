import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { RunOrder } from "../../support/action-world.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { readReport } from "../../support/read-report.ts";

let world: ProbeWorld;

beforeAll(async () => {
  world = await makeProbeWorld();
  await world.program({ things: [{ name: "page" }] });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Runs the action where it must refuse; `said` names what is wrong, `next` what to do. */
async function expectRefusal(order: Partial<RunOrder>, said: RegExp, next: RegExp): Promise<void> {
  const { main, post } = await world.runPush("main", order);
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed", changed: "false" } });
  expect(post.code).toBe(0);
  const errors = main.log.split("\n").filter((line) => line.startsWith("::error::"));
  expect(errors, main.log).toHaveLength(1);
  expect(errors[0]).toMatch(said);
  expect(errors[0]).toMatch(next);
  expect(errors[0]).not.toMatch(/ {4}at |\[object/u);
  expect(errors[0]?.length).toBeLessThan(3000);
  expect(main.summary).toMatch(/failed/iu);
  expect(main.summary.length).toBeLessThan(3000);
  const { failure, stages } = await readReport(main);
  expect(failure ?? stages[0]?.["failure"]).toMatchObject({ code: expect.not.stringMatching("unexpected") });
  // The home may have been asked; the folder of its state was not even made.
  expect(await readdir(world.home).catch(() => [])).not.toContain(".pulumi");
}

describe("a malformed input is named, with what it may be", () => {
  for (const [name, value, said] of [
    ["command", "deplyo", /auto.*deploy.*remove.*diff/u],
    ["comment", "maybe", /on.*off/u],
    ["throwaway", "si", /true.*false/u],
    ["lock-timeout", "soon", /number of minutes/u],
    ["inactivity-limit", "0", /more than 0/u],
    ["home", "somewhere", /backend.*local/u],
    ["working-directory", "../elsewhere", /inside the repository/u],
    ["branches", "release/[=x", /./u],
    ["stage", "no good", /no stage name/u],
    ["pull-request", "twelve", /number/u],
    ["pull-request", "9".repeat(100_000), /number/u],
    ["stage", "x".repeat(5000), /no stage name/u],
    ["comment", "y".repeat(100_000), /on.*off/u],
    ["pulumi-version", "three", /version/u],
  ] as const) {
    it(`${name}: ${value.slice(0, 20)}`, () =>
      expectRefusal(
        { inputs: { [name]: value } },
        new RegExp(`${name}.*${value.slice(0, 3).replace("[", "\\[")}`, "u"),
        said,
      ));
  }
});

it("an event file that is absent, or no JSON, is named", async () => {
  const broken = join(world.folder, "broken.json");
  await writeFile(broken, '{"ref": ');
  await expectRefusal(
    { environment: { GITHUB_EVENT_PATH: "/no/such/event.json" } },
    /\/no\/such\/event\.json/u,
    /runner/u,
  );
  await expectRefusal(
    { environment: { GITHUB_EVENT_PATH: broken } },
    /broken\.json.*not valid JSON/u,
    /Run the job again/u,
  );
  await writeFile(broken, '{"ref": 3}');
  await expectRefusal({ environment: { GITHUB_EVENT_PATH: broken } }, /push/u, /./u);
  await expectRefusal({ environment: { GITHUB_EVENT_PATH: undefined } }, /GITHUB_EVENT_PATH is not set/u, /uses:/u);
});

it.each(["..", ".", "...", "../probe", "a/b", "a b", "x".repeat(5000)])(
  "a project called %.30s is refused before anything is written",
  async (name) => {
    await writeFile(join(world.workspace, "Pulumi.yaml"), `name: ${JSON.stringify(name)}\nruntime: nodejs\n`);
    const before = await readdir(world.folder);
    await expectRefusal({}, /cannot be the name of an app/u, /letters, digits/u);
    expect(await readdir(world.home).catch(() => [])).toEqual([]);
    expect(await readdir(world.folder)).toEqual(before);
    await world.checkOut();
    await world.program({ things: [{ name: "page" }] });
  },
);

it("an engine that is not there, or of no version that would do, is named", async () => {
  await expectRefusal({ inputs: { "pulumi-path": "/no/such/pulumi" } }, /\/no\/such\/pulumi/u, /pulumi-path/u);
  await expectRefusal(
    { inputs: { "pulumi-version": ">=99.0.0", "pulumi-mirror": "http://127.0.0.1:9" } },
    /99\.0\.0/u,
    /pulumi-version/u,
  );
});

it("a passphrase that is missing is asked for", async () => {
  await expectRefusal(
    { environment: { PULUMI_CONFIG_PASSPHRASE: undefined } },
    /none was given/u,
    /PULUMI_CONFIG_PASSPHRASE/u,
  );
});

it("a home that would die with the machine is refused, unless it is asked for", async () => {
  const environment = { RUNNER_ENVIRONMENT: "github-hosted" };
  await expectRefusal({ environment }, /Home `local`.*thrown away/u, /throwaway: true/u);
  await expectRefusal(
    { environment: { PULUMI_BACKEND_URL: undefined }, inputs: { home: "backend" } },
    /./u,
    /PULUMI_BACKEND_URL/u,
  );
});

it("configuration that is named and missing, and a project that is broken or missing, are named", async () => {
  await expectRefusal({ inputs: { "config-from": "nowhere" } }, /Pulumi\.nowhere\.yaml/u, /config-from/u);
  await expectRefusal({ inputs: { "config-from": "../other/Pulumi.x" } }, /cannot be the name of a stage/u, /letters/u);
  await expectRefusal(
    { inputs: { "working-directory": "infra" } },
    /no Pulumi\.yaml in .*infra/u,
    /working-directory/u,
  );
  await writeFile(join(world.workspace, "Pulumi.yaml"), "name: [probe");
  await expectRefusal({}, /Pulumi\.yaml is not valid YAML/u, /Fix the file/u);
  await writeFile(join(world.workspace, "Pulumi.yaml"), "description: nothing\n");
  await expectRefusal({}, /Pulumi\.yaml is not a Pulumi project/u, /name.*runtime/u);
  await rm(join(world.workspace, "Pulumi.yaml"));
  await expectRefusal({}, /no Pulumi\.yaml/u, /Check the repository out/u);
});

it("a wrong passphrase leaves the stage as it is; the right one goes on", async () => {
  await world.checkOut();
  await world.program({ things: [{ name: "page", secret: "sesame-open" }] });
  const first = await world.runPush("main");
  expect(first.main, first.main.log).toMatchObject({ code: 0 });
  const before = await world.state("main");
  const { main } = await world.runPush("main", { environment: { PULUMI_CONFIG_PASSPHRASE: "not this one" } });
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toMatch(/::error::.*passphrase does not open.*PULUMI_CONFIG_PASSPHRASE/u);
  expect(await world.state("main")).toEqual(before);
  expect(await readFile(join(world.home, "record/probe/main.json"), "utf8")).toContain('"deploy failed"');
  const right = await world.runPush("main");
  expect(right.main, right.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(world.github.violations).toEqual([]);
});
