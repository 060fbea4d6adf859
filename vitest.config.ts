import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    restoreMocks: true,
    // Tests start real engines and servers: more at once would only make them wait for each other.
    maxWorkers: 2,
    unstubEnvs: true,
    projects: [
      { extends: true, test: { name: "unit", include: ["test/{unit,contract}/**/*.test.ts"], testTimeout: 20_000 } },
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
