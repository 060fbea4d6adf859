import { afterAll, beforeAll, expect, it } from "vitest";

import { createLocalHome } from "../../../src/home/local.ts";
import {
  drawInterruptions,
  interruptOnce,
  loseMachine,
  type Outcome,
  type Place,
} from "../../support/interrupted-deploys.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";
import { openTestS3Home } from "../../support/s3-home.ts";
import { type S3Server, s3Environment, startMoto, startVersitygw } from "../../support/s3-servers.ts";

// A seeded sample; `npm run soak` takes 20 of each kind, by a seed of its own. Homes take turns.
const each = Number(process.env["STAGEWRIGHT_INTERRUPTIONS"] ?? "2");
const seed = Number(process.env["STAGEWRIGHT_SEED"] ?? "12");

let world: ProbeWorld;
let places: readonly Place[];
const servers: S3Server[] = [];
const outcomes: Outcome[] = [];
const lost: Awaited<ReturnType<typeof loseMachine>>[] = [];

beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  world = await makeProbeWorld();
  servers.push(...(await Promise.all([startMoto(), startVersitygw()])));
  places = [
    { name: "a folder", home: createLocalHome({ directory: world.home }), order: {} },
    ...(await Promise.all(servers.map(placeOn))),
  ];
}, 300_000);
afterAll(async () => {
  const met = outcomes.filter(({ metEngine }) => metEngine).length;
  const pending = outcomes.filter((outcome) => outcome.pending > 0).length;
  const most = (of: "unknown" | "unnamed") => Math.max(0, ...lost.map((one) => one[of]));
  console.info(
    `${outcomes.length} interruptions, seed ${seed}: ${met} met an engine, ${pending} left pending operations. ` +
      `${lost.length} machines gone: at most ${most("unknown")} things unknown to the state, ${most("unnamed")} not even named as pending.`,
  );
  await world[Symbol.asyncDispose]();
  await Promise.all(servers.map((server) => server.stop()));
});

async function placeOn({ name, endpoint, createBucket }: S3Server): Promise<Place> {
  await createBucket("interrupted");
  const { home } = await openTestS3Home({ endpoint, bucket: "interrupted", prefix: "a", folder: world.folder });
  return {
    name,
    home,
    order: { inputs: { home: `s3://interrupted/a?endpoint=${endpoint}&region=us-east-1` }, environment: s3Environment },
  };
}

function placeOf(number: number): Place {
  const place = places[number % places.length];
  if (place === undefined) {
    throw new Error("there is no home to work on");
  }
  return place;
}

it.each(drawInterruptions(seed, each).map((interruption, index) => ({ ...interruption, number: index + 1 })))(
  "a deploy that ends by $signal after $afterMs ms loses nothing, and the next converges",
  async (interruption) => {
    const outcome = await interruptOnce(world, placeOf(interruption.number), interruption);
    outcomes.push(outcome);
    expect(outcome.complaints, `seed ${seed}`).toEqual([]);
  },
);

it.each(drawInterruptions(seed + 1, each).map(({ afterMs }, index) => ({ afterMs, number: 1001 + index })))(
  "of a machine that is gone after $afterMs ms the state knows all but what was under way",
  async ({ afterMs, number }) => {
    const loss = await loseMachine(world, placeOf(number), { number, afterMs });
    lost.push(loss);
    // One thing is made at a time; while its end is on the way to the bucket, the next has begun.
    expect(loss.unnamed, `seed ${seed}`).toBeLessThanOrEqual(1);
    expect(loss.unknown, `seed ${seed}`).toBeLessThanOrEqual(2);
  },
);
