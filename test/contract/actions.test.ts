import { access, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { root } from "../../scripts/root.ts";
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

test("actions/ holds nothing else", async () => {
  const folders = await readdir(join(root, "actions"));
  expect(folders.map((name) => `actions/${name}/action.yml`).sort()).toEqual(Object.keys(expected).sort());
});
