import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { RunOrder } from "../../support/action-world.ts";
import { type CacheService, startCacheService } from "../../support/cache-service.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

// `lock: cache` with the project's own Pulumi backend: runs of one ref wait for each other.

let world: ProbeWorld;
let service: CacheService;
let pull: PullRequest;

beforeAll(async () => {
  [world, service] = await Promise.all([makeProbeWorld(), startCacheService()]);
  await mkdir(join(world.folder, "state"));
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

const ref = "refs/pull/12/merge";

function order(environment: Readonly<Record<string, string>>, inputs = {}): Partial<RunOrder> {
  return {
    inputs: { home: "backend", lock: "cache", ...inputs },
    environment: { PULUMI_BACKEND_URL: `file://${join(world.folder, "state")}`, ...environment },
  };
}

it("makes the second of two runs wait for the first, and says what the lock does not keep apart", async () => {
  await world.program({ things: [{ name: "page", content: "one", seconds: 3 }] });
  const first = world.runPullRequest("opened", pull, order(service.environment([ref])));
  while (service.entries().length === 0) {
    await sleep(50);
  }
  const second = await world.runPullRequest("synchronize", pull, order(service.environment([ref])));
  const { main, post } = await first;
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(post.code, post.log).toBe(0);
  expect(main.log).toContain("it keeps runs of this ref apart, and not those of other refs");
  expect(second.main, second.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(second.main.log).toMatch(/[Ww]aiting for .*pr-12/u);
});

it.each([
  {
    where: "the token may only read",
    environment: () => service.environment([ref], "read"),
    inputs: {},
    message: "may not write to GitHub's cache",
  },
  {
    where: "there is no service",
    environment: () => ({}),
    inputs: {},
    message: "the runner names no cache service",
  },
  {
    where: "the home has better locks",
    environment: () => service.environment([ref]),
    inputs: { home: "local" },
    message: "`local` has locks of its own",
  },
])("where $where, that is one clear error, and nothing is deployed", async ({ environment, inputs, message }) => {
  const { main } = await world.runPullRequest("synchronize", pull, order(environment(), inputs));
  expect(main, main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(main.log).toContain(message);
  expect(main.state["engine"]).toBeUndefined();
});
