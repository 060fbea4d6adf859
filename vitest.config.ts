import { configDefaults, defineConfig } from "vitest/config";

import { LongestFirst } from "./scripts/longest-first.ts";

/** Leases are kept by the clock, and races are run by many processes: neither bears a machine that has no time for it. */
const timed = "test/contract/lock-*.test.ts";

export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    restoreMocks: true,
    // Tests start real engines and servers, and wait for them: a worker uses little more than half a core. CI has two.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/{unit,contract}/**/*.test.ts"],
          exclude: [...configDefaults.exclude, timed],
        },
      },
      // When all others are through.
      { extends: true, test: { name: "locks", include: [timed], maxWorkers: 2, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
