import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { differences } from "../../../scripts/check-dist.ts";

test("a missing, a superfluous and a changed file are named; equal ones are not", async () => {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-dist-"));
  try {
    const [committed, fresh] = [join(folder, "committed"), join(folder, "fresh")];
    for (const [root, texts] of [
      [committed, { same: "a", changed: "b", old: "c" }],
      [fresh, { same: "a", changed: "B", new: "d" }],
    ] as const) {
      await mkdir(join(root, "part"), { recursive: true });
      for (const [name, text] of Object.entries(texts)) {
        await writeFile(join(root, "part", name), text);
      }
    }
    expect(await differences(committed, fresh)).toEqual([
      "part/changed is not what src/ builds",
      "part/new is missing",
      "part/old is not built from src/",
    ]);
    expect(await differences(fresh, fresh)).toEqual([]);
    expect(await differences(join(folder, "nowhere"), fresh)).toHaveLength(3);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
