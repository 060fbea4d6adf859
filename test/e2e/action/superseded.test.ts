import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { expect, it } from "vitest";

import { openPullRequest, push } from "../../support/github/people.ts";
import { makeProbeWorld } from "../../support/probe-world.ts";

it("of three runs for one pull request, the one in the middle gives way while it waits", async () => {
  await using world = await makeProbeWorld();
  const { state } = world.github;
  const pull = openPullRequest(state, { branch: "busy", number: 1 });
  await world.program({ things: [{ name: "slow", seconds: 14 }] });
  const run = (id: number) => world.runPullRequest("synchronize", pull, { environment: { GITHUB_RUN_ID: `${id}` } });
  const first = run(101);
  const begun = `${world.thingPath("pr-1", "slow")}.begun`;
  while ((await stat(begun).catch(() => null)) === null) {
    await sleep(50);
  }
  push(state, "busy");
  const second = run(102);
  push(state, "busy");
  const third = run(103);
  const { main } = await second;
  // The holder still deploys: the second run ended without a turn of its own, so it was not the look at GitHub that ended it.
  expect(await world.thing("pr-1", "slow")).toBeNull();
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "superseded" } });
  expect(main.log).toMatch(/A newer run waits for stage pr-1 of probe: \S+\/runs\/103\//u);
  expect((await first).main).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  const last = (await third).main;
  expect(last, last.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(world.comments(1)).toHaveLength(1);
  expect(world.github.violations).toEqual([]);
});
