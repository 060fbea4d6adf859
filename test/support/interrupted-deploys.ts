import type { ChildProcess } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { nameOf } from "../../src/engine/pulumi/urn.ts";
import type { Home } from "../../src/home/home.ts";
import { pullRequestEvent } from "./github/events.ts";
import { openPullRequest } from "./github/people.ts";
import type { RunOrder } from "./action-world.ts";
import { markedEngines } from "./marked-engines.ts";
import type { ProbeWorld } from "./probe-world.ts";
import { randomOf } from "./random-faults.ts";
import { runMain, runPost } from "./run-action.ts";
import { killWithWatchers } from "./watchers.ts";

export type Interruption = { readonly signal: "SIGINT" | "SIGTERM" | "SIGKILL"; readonly afterMs: number };

/** The home that interrupted deploys work on, and how their steps name it. */
export type Place = { readonly name: string; readonly home: Home; readonly order: Partial<RunOrder> };

/** How an interrupted deploy came out. */
export type Outcome = {
  /** What was wrong, in words; empty when all was as promised. */
  readonly complaints: readonly string[];
  /** Whether there was an engine to be interrupted, and what the state named as pending afterwards. */
  readonly metEngine: boolean;
  readonly pending: number;
};

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
  place: Place,
  { number, signal, afterMs }: Interruption & { readonly number: number },
): Promise<Outcome> {
  const stage = `pr-${number}`;
  const { pullRequest, order, main } = await beginAndSignal(world, place, { number, signal, afterMs });
  const post = await runPost(order, main);

  const complaints: string[] = [];
  const complain = (what: string) =>
    complaints.push(`${stage} on ${place.name} (${signal} after ${afterMs} ms): ${what}`);
  if (post.code !== 0) {
    complain(`post ended with ${post.code}:\n${post.log}`);
  }
  const made = await filesOf(world, stage);
  const { known, pending } = await stateOf(place, stage);
  const unknown = made.filter((name) => !known.has(name));
  if (unknown.length > pending) {
    complain(`the state knows nothing of ${unknown.join(", ")}, and names ${pending} as pending`);
  }
  const missing = names.filter((name) => known.has(name) && !made.includes(name));
  if (missing.length > 0) {
    complain(`the state names ${missing.join(", ")}, which are not there`);
  }
  if (await isLocked(place.home, stage)) {
    complain("the lock is still held");
  }

  const { main: next } = await world.runPullRequest("synchronize", pullRequest, place.order);
  if (next.code !== 0) {
    complain(`the next deploy failed:\n${next.log}`);
  }
  const [files, after] = [await filesOf(world, stage), await stateOf(place, stage)];
  if (files.join() !== names.join() || after.pending > 0) {
    complain(`the next deploy did not converge: ${files.join()}, ${after.pending} pending`);
  }
  return { complaints, metEngine: main.state["engine"] !== undefined, pending };
}

/**
 * Deploys a new stage on a machine that is gone after `afterMs`: the action and its engine killed at once, its folder deleted, no `post`.
 * Resolves to how many things were made that the stored state does not know, and how many of those it does not even name as pending.
 */
export async function loseMachine(
  world: ProbeWorld,
  place: Place,
  { number, afterMs }: { readonly number: number; readonly afterMs: number },
): Promise<{ readonly unknown: number; readonly unnamed: number }> {
  const stage = `pr-${number}`;
  const { main } = await beginAndSignal(world, place, {
    number,
    signal: "SIGKILL",
    afterMs,
    besides: async () => {
      for (const { pid } of await markedEngines(world.folder)) {
        process.kill(pid, "SIGKILL");
      }
    },
  });
  await rm(join(main.runnerFolder, "temp"), { recursive: true, force: true });
  const { known, pending } = await stateOf(place, stage);
  const unknown = (await filesOf(world, stage)).filter((name) => !known.has(name)).length;
  return { unknown, unnamed: Math.max(0, unknown - pending) };
}

const names = Array.from({ length: things }, (_, index) => `thing-${index}`);

async function beginAndSignal(
  world: ProbeWorld,
  place: Place,
  given: Interruption & {
    readonly number: number;
    /** The machine is gone, and this with it. */
    readonly besides?: () => Promise<void>;
  },
) {
  const { number, signal, afterMs } = given;
  const pullRequest = openPullRequest(world.github.state, { branch: `interrupted-${number}`, number });
  await world.program({
    things: names.map((name) => ({ name, content: name, seconds: secondsEach })),
    inTurn: true,
  });
  let step: ChildProcess | undefined;
  const order = world.stepOrder({
    event: { name: "pull_request", payload: pullRequestEvent(world.github.state, { action: "opened", pullRequest }) },
    running: (child) => (step = child),
    ...place.order,
  });
  const ending = runMain(order);
  await sleep(afterMs);
  if (step !== undefined && given.besides !== undefined) {
    await killWithWatchers(step);
    await given.besides();
  } else {
    step?.kill(signal);
  }
  return { pullRequest, order, main: await ending };
}

async function stateOf({ home }: Place, stage: string) {
  const latest = (await home.checkpoint({ app: "probe", stage }))?.checkpoint.latest;
  return {
    known: new Set((latest?.resources ?? []).map(({ urn }) => nameOf(urn))),
    pending: latest?.pending_operations?.length ?? 0,
  };
}

async function filesOf(world: ProbeWorld, stage: string): Promise<string[]> {
  const folder = join(world.thingPath(stage, "x"), "..");
  const found: string[] = await readdir(folder).catch(() => []);
  return found.filter((name) => !name.endsWith(".begun")).sort();
}

/** Whether a stage's lock is held, as its home has it. */
export async function isLocked({ locks }: Pick<Home, "locks">, stage: string): Promise<boolean> {
  const stored = (await locks?.read({ app: "probe", stage })) ?? null;
  return stored !== null && stored.record.releasedAt === null;
}
