import { defineConfig } from "vitest/config";

import { LongestFirst } from "./scripts/longest-first.ts";

export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    restoreMocks: true,
    // Tests start real engines and servers, and wait for them: a worker uses little more than half a core. CI has two.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    unstubEnvs: true,
    projects: [
      { extends: true, test: { name: "unit", include: ["test/{unit,contract}/**/*.test.ts"], testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
