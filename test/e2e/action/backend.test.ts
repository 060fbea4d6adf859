import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { RunOrder } from "../../support/action-world.ts";
import { drawSecret, findLeaks, formsOf } from "../../support/find-leaks.ts";
import { closePullRequest, deleteBranch, openPullRequest, push } from "../../support/github/people.ts";
import { pushEvent } from "../../support/github/events.ts";
import { makeProbeWorld, probePassphrase, type ProbeWorld } from "../../support/probe-world.ts";

// Home `backend` on Pulumi's own file backend. The quick start's test has the same on S3.

let world: ProbeWorld;
let backend: Partial<RunOrder>;

beforeAll(async () => {
  world = await makeProbeWorld();
  await mkdir(join(world.folder, "state"));
  backend = {
    inputs: { home: "backend" },
    environment: { PULUMI_BACKEND_URL: `file://${join(world.folder, "state")}` },
  };
});
afterAll(() => world[Symbol.asyncDispose]());

const stacks = async () =>
  (await readdir(join(world.folder, "state/.pulumi/stacks/probe"))).filter((name) => name.endsWith(".json"));

it("deploys a stage there, fails with it as elsewhere, and removes it from an empty workspace by its tags", async () => {
  const pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  await world.program({
    things: [{ name: "page", content: "one", secret: "sesame-open" }],
    outputs: { url: "https://a.example/" },
  });
  const opened = await world.runPullRequest("opened", pull, backend);
  expect(opened.main, opened.main.log).toMatchObject({
    code: 0,
    outputs: { result: "deployed", created: "1", url: "https://a.example/" },
  });
  expect(await stacks()).toEqual(["pr-12.json"]);
  expect(world.comments(12)).toEqual([expect.stringContaining("`pulumi stack history --stack pr-12`")]);
  expect(world.comments(12)).toEqual([expect.not.stringContaining("stagewright state")]);
  const same = await world.runPullRequest("synchronize", pull, backend);
  expect(same.main, same.main.log).toMatchObject({
    code: 0,
    outputs: { result: "unchanged", url: "https://a.example/" },
  });

  await world.program({ throws: "no such region" });
  const failed = await world.runPullRequest("synchronize", pull, backend);
  expect(failed.main, failed.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });

  closePullRequest(world.github.state, 12);
  await world.emptyWorkspace();
  const closed = await world.runPullRequest("closed", pull, backend);
  expect(closed.main, closed.main.log).toMatchObject({ code: 0, outputs: { result: "removed", deleted: "1" } });
  expect(await world.thing("pr-12", "page")).toBeNull();
  expect(await stacks()).toEqual([]);
  expect(world.comments(12)).toEqual([expect.stringContaining("pr-12: removed")]);

  const again = await world.runPullRequest("closed", pull, backend);
  expect(again.main, again.main.log).toMatchObject({ code: 0, outputs: { result: "skipped" } });
});

it("refuses there, too, what belongs to another branch or repository, and keeps what is long-lived", async () => {
  const { state } = world.github;
  await world.program({ things: [{ name: "page", content: "theirs" }] });
  const first = await world.runPush("feature/x", backend);
  expect(first.main, first.main.log).toMatchObject({ code: 0, outputs: { stage: "feature-x", result: "deployed" } });
  const second = await world.runPush("feature-x", backend);
  expect(second.main, second.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(second.main.log).toContain("made for branch feature/x");

  const other = pushEvent({
    ref: "refs/heads/other",
    after: push(state, "other"),
    repository: { ...state.repository, id: 4711 },
  });
  const rival = await world.run({ event: { name: "push", payload: other }, ...backend });
  expect(rival.main, rival.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(rival.main.log).toContain("belongs to the repository acme/probe");

  await world.emptyWorkspace();
  deleteBranch(state, "feature/x");
  const gone = await world.runDelete("feature/x", backend);
  expect(gone.main, gone.main.log).toMatchObject({ code: 0, outputs: { stage: "feature-x", result: "removed" } });
  expect(await stacks()).toEqual([]);
  expect(world.github.violations).toEqual([]);
});

it("learns there, too, what is secret, and shows it nowhere", async () => {
  const pull = openPullRequest(world.github.state, { branch: "leaky", number: 14 });
  const [first, made] = [drawSecret(), drawSecret()];
  const run = async (action: string) => {
    const environment = { ...backend.environment, PROBE_MADE: made };
    const result = await world.runPullRequest(action, pull, { ...backend, environment });
    expect(await findLeaks(world, result, [first, made, probePassphrase])).toEqual([]);
    return result.main;
  };
  const letOut = [first, made].flatMap((secret) => formsOf(secret).map((form) => `let out: ${form}`));
  const things = [{ name: "page", secret: first }];
  await world.program({ things, derived: ["page"], print: letOut });
  const opened = await run("opened");
  expect(opened, opened.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(opened.summary).toContain("let out: ***");

  await world.program({ things: [{ name: "page", secret: drawSecret(), fail: `no access with ${first}` }] });
  const failed = await run("synchronize");
  expect(failed, failed.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(world.comments(14)).toEqual([expect.stringContaining("no access with")]);

  await writeFile(`${world.thingPath("pr-14", "page")}.refuse`, `no access with ${made}`);
  closePullRequest(world.github.state, 14);
  await world.emptyWorkspace();
  const kept = await run("closed");
  expect(kept, kept.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(world.comments(14)).toEqual([expect.stringContaining("no access with ***")]);
});
