import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { RunOrder } from "../../support/action-world.ts";
import { closePullRequest, openPullRequest, push } from "../../support/github/people.ts";
import { type Account, everyWorkflowPermission } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

// One workflow deploys with an app's token, the other cleans up with its own: no comment may say for ever that a removed stage is deployed.

const app: Account = { login: "shop-deployer[bot]", id: 29_139_700, type: "Bot" };
const appToken = "ghs_of_the_app";
/** Four runs each. */
const patient = { timeout: 480_000 };

let world: ProbeWorld;
beforeAll(async () => {
  world = await makeProbeWorld();
  world.github.state.tokens.set(appToken, { user: app, kind: "app", permissions: everyWorkflowPermission });
  await world.program({ things: [{ name: "page" }], outputs: { url: "https://a.example/" } });
});
afterAll(() => world[Symbol.asyncDispose]());

const commentsOf = (number: number) => world.github.state.comments.filter(({ pullRequest }) => pullRequest === number);
const address = (id: number | undefined, number: number) =>
  `[another comment](<https://github.com/acme/probe/pull/${number}#issuecomment-${id}>)`;

/** Deploys with the app's token, deploys with the workflow's, deploys with the app's again; removes with the workflow's. */
async function pass(number: number, order: Partial<RunOrder> = {}): Promise<readonly string[]> {
  const pull = openPullRequest(world.github.state, { branch: `look-${number}`, number });
  const withApp = { ...order, inputs: { ...order.inputs, token: appToken } };
  const logs: string[] = [];
  for (const [action, tokens] of [
    ["opened", withApp],
    ["synchronize", order],
    ["synchronize", withApp],
    ["closed", order],
  ] as const) {
    if (action === "closed") {
      closePullRequest(world.github.state, number);
    } else if (action === "synchronize") {
      push(world.github.state, `look-${number}`);
    }
    const { main } = await world.runPullRequest(action, pull, tokens);
    expect(main, main.log).toMatchObject({ code: 0 });
    logs.push(main.log);
  }
  return logs;
}

it("keeps one comment where each token may edit the other's", patient, async () => {
  await pass(1);
  expect(commentsOf(1)).toMatchObject([{ user: app, body: expect.stringContaining("pr-1: removed") }]);
});

it("hides the other's comment as out of date, and names it, where no token may edit the other's", patient, async () => {
  world.github.state.othersComments = "hide";
  const logs = await pass(2);
  const [old, last, ...more] = commentsOf(2);
  expect(more).toEqual([]);
  expect(old).toMatchObject({ user: app, hidden: true });
  expect(last).toMatchObject({ hidden: false, body: expect.stringContaining("pr-2: removed") });
  expect(last?.body).toContain(address(old?.id, 2));
  expect(logs[1]).toContain("Use the same `token` in all workflows");
});

it("names it where the home keeps no rows", patient, async () => {
  await mkdir(join(world.folder, "state"));
  await pass(3, {
    inputs: { home: "backend" },
    environment: { PULUMI_BACKEND_URL: `file://${join(world.folder, "state")}` },
  });
  const [old, last, ...more] = commentsOf(3);
  expect(more).toEqual([]);
  expect(old).toMatchObject({ user: app });
  expect(last?.body).toContain("pr-3: removed");
  expect(last?.body).toContain(address(old?.id, 3));
  expect(world.github.violations).toEqual([]);
});
