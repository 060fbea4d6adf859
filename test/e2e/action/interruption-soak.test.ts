import { afterAll, beforeAll, expect, it } from "vitest";

import { drawInterruptions, interruptOnce } from "../../support/interrupted-deploys.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

// A seeded sample; `npm run soak` takes 20 of each kind, by a seed of its own.
const each = Number(process.env["STAGEWRIGHT_INTERRUPTIONS"] ?? "2");
const seed = Number(process.env["STAGEWRIGHT_SEED"] ?? "12");

let world: ProbeWorld;

beforeAll(async () => {
  world = await makeProbeWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

it.each(drawInterruptions(seed, each).map((interruption, index) => ({ ...interruption, number: index + 1 })))(
  "a deploy that ends by $signal after $afterMs ms loses nothing, and the next converges",
  async (interruption) => {
    expect(await interruptOnce(world, interruption), `seed ${seed}`).toEqual([]);
  },
);
