import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { closePullRequest, openPullRequest, reopenPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type Probe, type ProbeWorld } from "../../support/probe-world.ts";
import type { RunResult } from "../../support/action-world.ts";

// A repository with two apps, which a job each deploys, side by side: one comment that tells of both.

let world: ProbeWorld;
let pull: PullRequest;
const apps = ["api", "web"] as const;

beforeAll(async () => {
  world = await makeProbeWorld();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  await world.checkOut();
  for (const app of apps) {
    const folder = join(world.workspace, app);
    await cp(join(import.meta.dirname, "../../fixtures/probe"), folder, { recursive: true });
    const project = await readFile(join(folder, "Pulumi.yaml"), "utf8");
    await writeFile(join(folder, "Pulumi.yaml"), project.replace("name: probe", `name: ${app}`));
  }
  await rm(join(world.workspace, "Pulumi.yaml"));
});
afterAll(() => world[Symbol.asyncDispose]());

async function program(app: string, probe: Probe): Promise<void> {
  await writeFile(join(world.workspace, app, "probe.json"), JSON.stringify(probe));
}

function run(app: string, action: string): Promise<RunResult> {
  return world.runPullRequest(action, pull, { inputs: { "working-directory": app } });
}

const only = () => {
  const bodies = world.comments(12);
  expect(bodies).toHaveLength(1);
  return bodies[0] ?? "";
};

it("has one comment for both jobs, whichever is done first", async () => {
  await program("api", { things: [{ name: "orders", content: "one", seconds: 1 }] });
  await program("web", { things: [{ name: "page", content: "one" }], outputs: { url: "https://pr-12.web.example" } });
  const runs = await Promise.all(apps.map((app) => run(app, "opened")));
  for (const { main, post } of runs) {
    expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
    expect(post.code, post.log).toBe(0);
  }
  const comment = only();
  expect(comment).toContain("### ✅ 2 stages: 2 deployed");
  expect(comment).toMatch(/\| ✅ deployed \| api \| pr-12 \| 1 created \|/u);
  expect(comment).toContain("| ✅ deployed | web | pr-12 | 1 created | **<https://pr-12.web.example>** |");
  expect(runs.map(({ main }) => main.outputs["comment-url"])).toEqual([
    runs[0]?.main.outputs["comment-url"],
    runs[0]?.main.outputs["comment-url"],
  ]);
});

it("leaves the other's row as it is when one fails, and remembers what was before", async () => {
  await program("api", { things: [{ name: "orders", content: "two", fail: "no such region" }] });
  const { main } = await run("api", "synchronize");
  expect(main.code).toBe(1);
  const comment = only();
  expect(comment).toContain("### ❌ 2 stages: 1 deploy failed · 1 deployed");
  expect(comment).toContain("no such region");
  expect(comment).toContain("**<https://pr-12.web.example>**");
  expect(comment).toContain("<summary>Earlier runs</summary>");
});

it("tells of both removals, and of the app alone that is deployed after that", async () => {
  pull = closePullRequest(world.github.state, 12);
  const removals = await Promise.all(apps.map((app) => run(app, "closed")));
  expect(removals.map(({ main }) => main.outputs["result"])).toEqual(["removed", "removed"]);
  expect(only()).toContain("### 🗑️ 2 stages: 2 removed");

  pull = reopenPullRequest(world.github.state, 12);
  await program("web", { things: [{ name: "page", content: "two" }] });
  const again = await run("web", "reopened");
  expect(again.main, again.main.log).toMatchObject({ code: 0 });
  expect(only()).toContain("### ✅ web · pr-12: deployed");
});

it("has one comment with the project's own backend too, where the comment itself keeps the rows", async () => {
  pull = openPullRequest(world.github.state, { branch: "newer-look", number: 13 });
  await mkdir(join(world.folder, "state"));
  const environment = { PULUMI_BACKEND_URL: `file://${join(world.folder, "state")}` };
  for (const app of apps) {
    await program(app, { things: [{ name: "page", content: "one" }] });
    const inputs = { "working-directory": app, home: "backend" };
    const { main } = await world.runPullRequest("opened", pull, { inputs, environment });
    expect(main, main.log).toMatchObject({ code: 0 });
  }
  expect(world.comments(13)).toEqual([expect.stringContaining("### ✅ 2 stages: 2 deployed")]);
});
