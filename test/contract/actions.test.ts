import { access, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { root } from "../../scripts/root.ts";
import { readStepInputs, stepInputsSchema } from "../../src/entry/step-inputs.ts";
import { actionsFrom } from "../../scripts/write-actions.ts";

const expected = actionsFrom(await readFile(join(root, "action.yml"), "utf8"));
const actionSchema = z.object({
  inputs: z.object({ command: z.object({ default: z.string() }) }),
  runs: z.object({ main: z.string(), post: z.string() }),
});

test.each(Object.entries(expected))(
  "%s follows from action.yml (`node scripts/write-actions.ts` renews it)",
  async (path, text) => {
    expect(await readFile(join(root, path), "utf8")).toBe(text);

    const { inputs, runs } = actionSchema.parse(parse(text));
    expect(inputs.command.default).toBe(path.split("/")[1]);
    for (const file of [runs.main, runs.post]) {
      await expect(access(join(root, dirname(path), file))).resolves.toBeUndefined();
    }
  },
);

const toolkit = ["actions/stages/action.yml", "actions/state/action.yml", "actions/unlock/action.yml"];
const stepSchema = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string().min(1), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string().min(1) })),
  runs: z.strictObject({ using: z.string(), main: z.string() }),
});

test.each(toolkit)("%s has inputs that its step reads, with defaults that do", async (path) => {
  const { inputs, outputs, runs } = stepSchema.parse(parse(await readFile(join(root, path), "utf8")));
  expect(Object.keys(stepInputsSchema.shape)).toEqual(expect.arrayContaining(Object.keys(inputs)));
  expect(Object.keys(outputs)).toEqual(["ok", "json"]);
  await expect(access(join(root, dirname(path), runs.main))).resolves.toBeUndefined();
  const given = (name: string) => (name === "home" ? "s3://shop-state" : (inputs[name]?.default ?? ""));
  expect(readStepInputs(given)).toMatchObject({ command: inputs["command"]?.default, stage: null, "job-id": null });
});

test("a step of the toolkit that nobody told its home says so", () => {
  expect(() => readStepInputs((name) => (name === "command" ? "stages" : ""))).toThrow(
    expect.objectContaining({ code: "bad-input", message: expect.stringContaining("`home`") }),
  );
});

test("actions/ holds nothing else", async () => {
  const folders = await readdir(join(root, "actions"));
  const there = folders.map((name) => `actions/${name}/action.yml`).sort();
  expect(there).toEqual([...Object.keys(expected), ...toolkit].sort());
});
