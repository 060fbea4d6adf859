import { access } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";
import { createVitest } from "vitest/node";

import { LongestFirst, readLongest } from "../../../scripts/longest-first.ts";
import { root } from "../../../scripts/root.ts";

test("every file that is named as one of the longest is there", async () => {
  const missing = await Promise.all(
    [...(await readLongest()).keys()].map((path) =>
      access(path).then(
        () => null,
        () => path,
      ),
    ),
  );
  expect(missing.filter((path) => path !== null)).toEqual([]);
});

test("files that take longest come first, whatever project they are of, and all come", async () => {
  const vitest = await createVitest("test", { root, watch: false, config: join(root, "vitest.config.ts") });
  try {
    const files = await vitest.globTestSpecifications();
    const sorted = await new LongestFirst(vitest).sort(files);
    const longest = await readLongest();
    const first = sorted.slice(0, longest.size).map(({ moduleId }) => longest.get(moduleId));
    expect(first).toEqual([...longest.values()].sort((one, other) => other - one));
    expect(new Set(sorted)).toEqual(new Set(files));
  } finally {
    await vitest.close();
  }
});
