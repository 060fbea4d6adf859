import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { exampleReport } from "../../scripts/example-report.ts";
import { root } from "../../scripts/root.ts";
import { inputUses } from "../../src/entry/input-uses.ts";
import { inputsSchema, readInputs } from "../../src/entry/inputs.ts";
import { outputNames } from "../../src/entry/outputs.ts";
import { createTrail, readTrail } from "../../src/entry/trail.ts";

const actionSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  author: z.string(),
  branding: z.strictObject({ icon: z.string(), color: z.string() }),
  inputs: z.record(z.string(), z.strictObject({ description: z.string().min(1), default: z.string() })),
  outputs: z.record(z.string(), z.strictObject({ description: z.string().min(1) })),
  runs: z.strictObject({ using: z.string(), main: z.string(), post: z.string() }),
});

const action = actionSchema.parse(parse(await readFile(join(root, "action.yml"), "utf8")));

describe("action.yml and the code", () => {
  test("have the same inputs", () => {
    expect(Object.keys(action.inputs)).toEqual(Object.keys(inputsSchema.shape));
  });

  test("have a row for each in the table of what uses which, with the same default", () => {
    const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);

    expect(Object.entries(inputUses).map(([name, use]) => [name, use.default])).toEqual(defaults);
  });

  test("agree that every default is a good input", () => {
    const inputs = readInputs((name) => action.inputs[name]?.default ?? "");

    expect(inputs).toMatchObject({
      command: "auto",
      stage: null,
      "pull-request": null,
      "working-directory": ".",
      home: "backend",
      throwaway: false,
      "pass-env": [],
      comment: "on",
      "lock-timeout": 30,
      "inactivity-limit": 30,
    });
  });

  test("read resource types in any layout, and refuse what is none", () => {
    const given = (types: string) =>
      readInputs((name) => (name === "data-types" ? types : (action.inputs[name]?.default ?? "")));

    expect(given("acme:store/vault:Vault, a:*:B\n  c:d:E\n")["data-types"]).toEqual([
      "acme:store/vault:Vault",
      "a:*:B",
      "c:d:E",
    ]);
    expect(() => given("acme:store:Vault Vault")).toThrow("input `data-types` is");
  });

  test("have the same outputs", () => {
    expect(Object.keys(action.outputs)).toEqual([...outputNames]);
  });

  test("agree on Node's version", async () => {
    const [major] = (await readFile(join(root, ".node-version"), "utf8")).split(".");

    expect(action.runs.using).toBe(`node${major}`);
  });

  test.each([action.runs.main, action.runs.post])("%s is there", async (file) => {
    await expect(access(join(root, file))).resolves.toBeUndefined();
  });
});

describe("what main leaves for post", () => {
  let folder = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "stagewright-state-"));
    vi.stubEnv("GITHUB_STATE", join(folder, "state"));
    await writeFile(join(folder, "state"), "");
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("comes back whole, under names of its own", async () => {
    const lock = { key: { app: "shop", stage: "pr-12" }, token: "t0ken", held: true };
    const engine = { pid: 4711, startedAt: 1_700_000_000_000, mark: "m4rk", folder: "/runner/temp/run" };
    const comment = { id: 7, url: "https://github.com/acme/shop/pull/12#issuecomment-7" };
    const trail = createTrail();

    trail.lockHeld(lock);
    trail.stateLeft("/runner/temp/stagewright-home-1");
    trail.engineStarted(engine);
    trail.impactStarted(engine);
    trail.commentPosted(comment);
    trail.deploymentMade(77);
    trail.checkRunMade(78);
    trail.begun(exampleReport);
    trail.cancelled();
    trail.finished();
    await handOver(join(folder, "state"));

    const state = "/runner/temp/stagewright-home-1";
    const rest = { report: exampleReport, cancelled: true, finished: true };
    expect(readTrail()).toEqual({
      lock,
      state,
      engine,
      comment,
      impact: engine,
      deployment: 77,
      checkRun: 78,
      ...rest,
    });
  });

  test("forgets a state that was stored after all", async () => {
    const trail = createTrail();
    trail.stateLeft("/runner/temp/stagewright-home-1");
    trail.stateLeft(null);
    await handOver(join(folder, "state"));

    expect(readTrail()).toMatchObject({ state: null });
  });
});

/** Gives what main saved to post, as the runner does: each value as `STATE_<name>`. */
async function handOver(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const saved = text.matchAll(/^(?<name>[^\n<]+)<<(?<end>[^\n]+)\n(?<value>[\s\S]*?)\n\k<end>$/gmu);
  for (const { groups } of saved) {
    vi.stubEnv(`STATE_${groups?.["name"] ?? ""}`, groups?.["value"] ?? "");
  }
}
