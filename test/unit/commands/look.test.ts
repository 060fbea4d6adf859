import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { lookAhead } from "../../../src/commands/look.ts";
import { pullRequestEvent, targetOf } from "../events/given.ts";

// What was seen before the lock counts while no other job can have come, worked and gone since.

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

const event = pullRequestEvent("synchronize");
const silent = () => undefined;
const looking = {
  github: null,
  log: { info: silent, warning: silent, error: silent, debug: silent },
  run: { attempt: 1 },
};

it("gives the world as it was a moment ago, and not as it was before that", async () => {
  const seen = lookAhead(looking, targetOf(event), event);
  vi.advanceTimersByTime(1900);
  expect(await seen()).toMatchObject({ pullRequest: "unknown", attempt: 1 });
  vi.advanceTimersByTime(200);
  expect(seen()).toBeNull();
});
