import type { ChildProcess } from "node:child_process";
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { nameOf } from "../../src/engine/pulumi/urn.ts";
import type { Home } from "../../src/home/home.ts";
import { isLocked } from "./interrupted-deploys.ts";
import { markedEngines } from "./marked-engines.ts";
import { makeProbeWorld, terminalOf, type ProbeWorld } from "./probe-world.ts";
import { runCli } from "./run-action.ts";
import { openTestS3Home, type TestS3Home } from "./s3-home.ts";
import { s3Environment, startVersitygw } from "./s3-servers.ts";

export type CliRun = { readonly child: ChildProcess; readonly ended: ReturnType<typeof runCli> };

/** The compiled command line on a home in a bucket, as a person has it at a terminal. */
export type CliWorld = AsyncDisposable & {
  readonly world: ProbeWorld;
  readonly home: Home;
  readonly objects: TestS3Home["objects"];
  readonly begin: (...args: readonly string[]) => CliRun;
  /** Until a thing's creation is under way. */
  readonly begun: (stage: string, name: string) => Promise<void>;
  /** What a stage's state has, whether its lock is held, and how many engine processes there are. */
  readonly left: (stage: string) => Promise<{
    readonly known: readonly string[];
    readonly pending: number;
    readonly locked: boolean;
    readonly engines: number;
  }>;
};

export async function makeCliWorld(): Promise<CliWorld> {
  Object.assign(process.env, s3Environment);
  const [world, server] = await Promise.all([makeProbeWorld(), startVersitygw()]);
  await server.createBucket("home");
  const { home, objects } = await openTestS3Home({
    endpoint: server.endpoint,
    bucket: "home",
    prefix: "a",
    folder: world.folder,
  });
  return {
    world,
    home,
    objects,
    begin: (...args) => {
      let started: ChildProcess | undefined;
      const ended = runCli({
        args: [...args, "--home", `s3://home/a?endpoint=${server.endpoint}&region=us-east-1`],
        cwd: world.workspace,
        environment: { ...terminalOf(world), ...s3Environment, RUNNER_TEMP: world.folder },
        running: (child) => (started = child),
      });
      if (started === undefined) {
        throw new Error("The command line was not started.");
      }
      return { child: started, ended };
    },
    begun: async (stage, name) => {
      while ((await stat(`${world.thingPath(stage, name)}.begun`).catch(() => null)) === null) {
        await sleep(50);
      }
    },
    left: async (stage) => {
      const latest = (await home.checkpoint({ app: "probe", stage }))?.checkpoint.latest;
      return {
        known: (latest?.resources ?? [])
          .filter(({ urn }) => urn.includes("dynamic"))
          .map(({ urn }) => nameOf(urn))
          .toSorted(),
        pending: latest?.pending_operations?.length ?? 0,
        locked: await isLocked(home, stage),
        engines: (await markedEngines(world.folder)).length,
      };
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await world[Symbol.asyncDispose]();
    },
  };
}
