import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { type CliWorld, makeCliWorld } from "../support/cli-world.ts";
import { killWithWatchers, watchersOf } from "../support/watchers.ts";

// The compiled command line is killed outright, on a home in a bucket: what its watcher makes of it, and the next command on the same machine.

let cli: CliWorld;
beforeAll(async () => {
  cli = await makeCliWorld();
}, 300_000);
afterAll(() => cli[Symbol.asyncDispose]());

const settled = { timeout: 60_000, interval: 200 };
const quickSlowLast = {
  things: [{ name: "quick" }, { name: "slow", seconds: 3 }, { name: "last", seconds: 1 }],
  inTurn: true,
};

it.each([
  { when: "as the first thing is begun", thing: "quick", afterMs: 0, known: ["quick"] },
  { when: "while a slow one is made", thing: "slow", afterMs: 500, known: ["quick", "slow"] },
  { when: "as a slow one is through", thing: "slow", afterMs: 2900, known: ["quick", "slow"] },
  { when: "while the last one is made", thing: "last", afterMs: 300, known: ["last", "quick", "slow"] },
])("ends the engine, stores what it made and frees the lock when killed $when", async ({ thing, afterMs, known }) => {
  const stage = `killed-${thing}-${afterMs}`;
  await cli.world.program(quickSlowLast);
  const killed = cli.begin("deploy", "--stage", stage);
  await cli.begun(stage, thing);
  await sleep(afterMs);
  killed.child.kill("SIGKILL");
  await killed.ended;
  await expect.poll(() => cli.left(stage), settled).toMatchObject({ locked: false, engines: 0, pending: 0 });
  const left = await cli.left(stage);
  expect(left.known).toEqual(expect.arrayContaining(known));
  // All that is there is known.
  for (const { name } of quickSlowLast.things) {
    expect(left.known.includes(name), name).toBe((await cli.world.thing(stage, name)) !== null);
  }
});

it("has no watcher any more once it ended properly, and one while its engine runs", async () => {
  await cli.world.program({ things: [{ name: "only", seconds: 2 }] });
  const { child, ended } = cli.begin("deploy", "--stage", "proper");
  await cli.begun("proper", "only");
  const watchers = await watchersOf(child);
  expect(watchers).toHaveLength(1);
  const [watcher = 0] = watchers;
  // What it knows comes through its pipe: nothing that it could be searched for is in its arguments or its environment.
  const shown = await Promise.all(["cmdline", "environ"].map((file) => readFile(`/proc/${watcher}/${file}`, "utf8")));
  expect(shown.join("\n")).not.toMatch(/PASSPHRASE|AWS_|SECRET/u);
  expect((await ended).code).toBe(0);
  await expect.poll(() => readFile(`/proc/${watcher}/cmdline`, "utf8").catch(() => "")).toBe("");
});

it("lets the next command wait for the watcher of one that was killed, and finds nothing left to pick up", async () => {
  await cli.world.program(quickSlowLast);
  const killed = cli.begin("deploy", "--stage", "hubot");
  await cli.begun("hubot", "slow");
  killed.child.kill("SIGKILL");
  await killed.ended;
  await sleep(1000);
  const next = await cli.begin("deploy", "--stage", "hubot").ended;
  expect(next.code, next.stderr).toBe(0);
  expect(next.stderr).toContain("Waiting for the lock");
  expect(next.stderr).not.toContain("is in the state");
  expect(await readFile(`${cli.world.thingPath("hubot", "slow")}.begun`, "utf8")).toBe("created\n");
  expect(await cli.left("hubot")).toEqual({ known: ["last", "quick", "slow"], pending: 0, locked: false, engines: 0 });
});

it("takes over at once where the watcher was killed, too, and knows all that the engine made", async () => {
  await cli.world.program(quickSlowLast);
  const killed = cli.begin("deploy", "--stage", "mona");
  await cli.begun("mona", "slow");
  await killWithWatchers(killed.child);
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
