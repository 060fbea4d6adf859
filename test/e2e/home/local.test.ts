import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished, vi } from "vitest";

import { createLocalHome } from "../../../src/home/local.ts";
import { testHome } from "../../contract/home.ts";
import { createTestPulumi } from "../../support/test-pulumi.ts";

// The folder's name is one that a URL, a shell or a pattern would each read as something else.
testHome("local", ({ folder }) =>
  createLocalHome({ directory: join(folder, "50% of? my#stages & größe+x", "日本 [1] 'q' \"d\" ~;$HOME %41") }),
);

describe("an engine that was killed", () => {
  it("leaves a lock that stops us while it lives, and does not stop the next deploy once it is dead", async () => {
    const folder = await mkdtemp(join(tmpdir(), "stagewright-killed-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const pulumi = createTestPulumi(folder);
    const home = createLocalHome({ directory: join(folder, "stages") });
    const key = { app: "killed", stage: "pr-1" };
    const project = await pulumi.makeProject(key.app);
    const locks = join(folder, "stages/.pulumi/locks/organization/killed/pr-1");
    const deploy = (environment: Record<string, string>, started: (process: { readonly pid: number }) => void) =>
      pulumi.run(["up", "--yes", "--skip-preview", "--stack", key.stage, "--config-file", join(folder, "pr-1.yaml")], {
        cwd: project,
        environment: { ...home.engineEnvironment, ...environment },
        started,
      });

    await home.prepare(key);
    let pid = 0;
    const killed = deploy({ COMPONENT_WAITS_MS: "15000" }, (engine) => {
      pid = engine.pid;
    });
    await vi.waitFor(async () => expect(await readdir(locks)).toHaveLength(1), { timeout: 30_000, interval: 100 });
    await expect(home.prepare(key)).rejects.toMatchObject({ code: "engine-still-runs" });
    process.kill(pid, "SIGKILL");
    expect((await killed).code).toBeNull();

    const stopped = await deploy({}, () => undefined);
    expect(stopped.stderr).toContain("currently locked");
    await home.prepare(key);
    expect(await deploy({}, () => undefined)).toMatchObject({ code: 0 });
  });
});
