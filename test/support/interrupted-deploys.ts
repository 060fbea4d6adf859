import type { ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { nameOf } from "../../src/engine/pulumi/urn.ts";
import { pullRequestEvent } from "./github/events.ts";
import { openPullRequest } from "./github/people.ts";
import type { ProbeWorld } from "./probe-world.ts";
import { randomOf } from "./random-faults.ts";
import { runMain, runPost } from "./run-action.ts";

export type Interruption = { readonly signal: "SIGINT" | "SIGTERM" | "SIGKILL"; readonly afterMs: number };

/** What was wrong after an interrupted deploy, in words; empty when all was as promised. */
export type Complaints = readonly string[];

/** How many things the interrupted app has, each of which is one real file, and how long each takes to make, in seconds. */
const things = 6;
const secondsEach = 0.4;

/** So many interruptions of each kind, at moments between the first request and the end of a deploy, by a seed. */
export function drawInterruptions(seed: number, each: number): readonly Interruption[] {
  const random = randomOf(seed);
  const signals = ["SIGINT", "SIGTERM", "SIGKILL"] as const;
  return signals.flatMap((signal) =>
    Array.from({ length: each }, () => ({ signal, afterMs: Math.floor(150 + random() * 3500) })),
  );
}

/**
 * Deploys a new stage, interrupts the action's process alone (as a runner does, its engine lives on), runs `post` and deploys again.
 * Complains where files and state do not agree, the lock is not free, or the second deploy does not come to what the program says.
 */
export async function interruptOnce(
  world: ProbeWorld,
  { number, signal, afterMs }: Interruption & { readonly number: number },
): Promise<Complaints> {
  const stage = `pr-${number}`;
  const pullRequest = openPullRequest(world.github.state, { branch: `interrupted-${number}`, number });
  const names = Array.from({ length: things }, (_, index) => `thing-${index}`);
  await world.program({
    things: names.map((name) => ({ name, content: name, seconds: secondsEach })),
    inTurn: true,
  });
  let step: ChildProcess | undefined;
  const order = world.stepOrder({
    event: { name: "pull_request", payload: pullRequestEvent(world.github.state, { action: "opened", pullRequest }) },
    running: (child) => (step = child),
  });
  const ending = runMain(order);
  await sleep(afterMs);
  step?.kill(signal);
  const main = await ending;
  const post = await runPost(order, main);

  const complaints: string[] = [];
  const complain = (what: string) => complaints.push(`${stage} (${signal} after ${afterMs} ms): ${what}`);
  if (post.code !== 0) {
    complain(`post ended with ${post.code}:\n${post.log}`);
  }
  const made = await filesOf(world, stage);
  const state = await world.state(stage);
  const known = new Set((state?.urns ?? []).map((urn) => nameOf(urn)));
  const unknown = made.filter((name) => !known.has(name));
  if (unknown.length > (state?.pending ?? 0)) {
    complain(`the state knows nothing of ${unknown.join(", ")}, and names ${state?.pending ?? 0} as pending`);
  }
  const missing = names.filter((name) => known.has(name) && !made.includes(name));
  if (missing.length > 0) {
    complain(`the state names ${missing.join(", ")}, which are not there`);
  }
  if (await isLocked(world, stage)) {
    complain("the lock is still held");
  }

  const { main: next } = await world.runPullRequest("synchronize", pullRequest);
  if (next.code !== 0) {
    complain(`the next deploy failed:\n${next.log}`);
  }
  const [files, after] = [await filesOf(world, stage), await world.state(stage)];
  if (files.join() !== names.join() || (after?.pending ?? 0) > 0) {
    complain(`the next deploy did not converge: ${files.join()}, ${after?.pending ?? 0} pending`);
  }
  return complaints;
}

async function filesOf(world: ProbeWorld, stage: string): Promise<string[]> {
  const folder = join(world.thingPath(stage, "x"), "..");
  const found: string[] = await readdir(folder).catch(() => []);
  return found.filter((name) => !name.endsWith(".begun")).sort();
}

const lockSchema = z.object({ releasedAt: z.string().nullable() });

/** Whether the newest of what the home `local` keeps of a stage's lock says that it is held. */
export async function isLocked(world: ProbeWorld, stage: string): Promise<boolean> {
  const folder = join(world.home, "lock/probe", stage);
  const versions: string[] = await readdir(folder).catch(() => []);
  const newest = versions.toSorted().at(-1);
  if (newest === undefined) {
    return false;
  }
  return lockSchema.parse(JSON.parse(await readFile(join(folder, newest), "utf8"))).releasedAt === null;
}
