import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { type CliWorld, makeCliWorld } from "../support/cli-world.ts";

// The compiled command line is killed outright, on a home in a bucket: what the next command on the same machine makes of it.

let cli: CliWorld;
beforeAll(async () => {
  cli = await makeCliWorld();
}, 300_000);
afterAll(() => cli[Symbol.asyncDispose]());

it("takes over at once from a command that was killed, and knows all that its engine made", async () => {
  await cli.world.program({
    things: [{ name: "quick" }, { name: "slow", seconds: 3 }, { name: "last" }],
    inTurn: true,
  });
  const killed = cli.begin("deploy", "--stage", "mona");
  await cli.begun("mona", "slow");
  killed.child.kill("SIGKILL");
  await killed.ended;
  const began = performance.now();
  const next = await cli.begin("deploy", "--stage", "mona").ended;
  expect(next.code, next.stderr).toBe(0);
  expect(next.stderr).toContain("its process has ended");
  expect(next.stderr).toContain("What it made is in the state");
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(await readFile(`${cli.world.thingPath("mona", "slow")}.begun`, "utf8")).toBe("created\n");
  expect(await cli.left("mona")).toEqual({ known: ["last", "quick", "slow"], pending: 0, locked: false, engines: 0 });
});
