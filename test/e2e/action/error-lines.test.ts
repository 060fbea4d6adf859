import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { openPullRequest } from "../../support/github/people.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { readReport } from "../../support/read-report.ts";

// A provider's message names no line; the engine's preview knows which line of the program made the resource.

let world: ProbeWorld;
beforeAll(async () => {
  world = await makeProbeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

it("says at which line of the program the resource is made that a provider refused", async () => {
  const pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
  const things = [{ name: "page", content: "one" }];
  await world.program({ things });
  await world.runPullRequest("opened", pull);
  await world.program({ things: [...things, { name: "bad", fail: "no such region" }] });
  const { main } = await world.runPullRequest("synchronize", pull);
  expect(main.code).toBe(1);

  const lines = (await readFile(join(world.workspace, "index.js"), "utf8")).split("\n");
  const line = lines.findIndex((text) => text.includes("super(")) + 1;
  expect(line).toBeGreaterThan(0);
  expect(main.log).toMatch(
    new RegExp(`::error title=probe · pr-12%3A bad,file=index\\.js,line=${line},col=\\d+::no such region`, "u"),
  );
  // One failure is one error.
  expect(main.log.split("\n").filter((text) => text.startsWith("::error"))).toHaveLength(1);
  expect(world.comments(12)).toEqual([expect.stringContaining(`index.js:${line}`)]);
  expect(JSON.stringify(await readReport(main))).toContain(`"file":"index.js","line":${line}`);
});
