import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { type CliWorld, makeCliWorld } from "../support/cli-world.ts";

// Every way to end the compiled command line while the real engine works on a home in a bucket.

let cli: CliWorld;
beforeAll(async () => {
  cli = await makeCliWorld();
}, 300_000);
afterAll(() => cli[Symbol.asyncDispose]());

it.each([
  { signal: "SIGINT", code: 130 },
  { signal: "SIGTERM", code: 143 },
  { signal: "SIGHUP", code: 129 },
] as const)("$signal lets the engine finish what is under way, stores it, and exits with $code", async (given) => {
  const stage = given.signal.toLowerCase();
  await cli.world.program({ things: [{ name: "slow", seconds: 3 }, { name: "never" }], inTurn: true });
  const { child, ended } = cli.begin("deploy", "--stage", stage);
  await cli.begun(stage, "slow");
  await sleep(300);
  child.kill(given.signal);
  await sleep(50);
  // A closed terminal's second word, and a wrapper that hands the same Ctrl-C on.
  child.kill("SIGHUP");
  child.kill("SIGINT");
  const end = await ended;
  expect(end.code, end.stderr).toBe(given.code);
  expect(end.stderr).toContain("nothing new is begun");
  expect(end.stderr).toMatch(/^Finishing 1 operation …$/mu);
  expect(end.stderr).not.toContain("Interrupted again");
  expect(await cli.world.thing(stage, "slow")).toBe("");
  expect(await cli.world.thing(stage, "never")).toBeNull();
  expect(await cli.left(stage)).toEqual({ known: ["slow"], pending: 0, locked: false, engines: 0 });
});

it("a second Ctrl-C says what it costs, ends the engine at once, and stores what is known", async () => {
  await cli.world.program({ things: [{ name: "quick" }, { name: "slow", seconds: 60 }], inTurn: true });
  const { child, ended } = cli.begin("deploy", "--stage", "twice");
  await cli.begun("twice", "slow");
  child.kill("SIGINT");
  await sleep(1000);
  const insisted = performance.now();
  child.kill("SIGINT");
  const end = await ended;
  expect(end.code, end.stderr).toBe(130);
  expect(performance.now() - insisted).toBeLessThan(30_000);
  expect(end.stderr).toContain("may exist without being in the state");
  expect(await cli.left("twice")).toEqual({ known: ["quick"], pending: 1, locked: false, engines: 0 });
});

it("goes on silently when nobody reads either stream any more", async () => {
  await cli.world.program({
    things: [{ name: "first", seconds: 1 }, { name: "second" }, { name: "third" }],
    inTurn: true,
  });
  const { child, ended } = cli.begin("deploy", "--stage", "piped");
  await cli.begun("piped", "first");
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect((await ended).code).toBe(0);
  expect(await cli.left("piped")).toEqual({
    known: ["first", "second", "third"],
    pending: 0,
    locked: false,
    engines: 0,
  });
});
