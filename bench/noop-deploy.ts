import { spawn } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { backendUrl } from "../src/home/pulumi-folder.ts";
import { testCache } from "../test/support/engine.ts";
import { pullRequestEvent } from "../test/support/github/events.ts";
import { openPullRequest } from "../test/support/github/people.ts";
import { runMain, type StepOrder } from "../test/support/run-action.ts";
import { makeSiteWorld, sitePassphrase, type SiteWorld } from "../test/support/site-world.ts";
import { type Figures, median, round } from "./figure.ts";

const turns = 15;
const restMs = 300;
const engineSchema = z.object({ startedAt: z.number() });

/**
 * A deploy that changes nothing: the compiled action with its lock, its look at the pull request and its comment, beside the raw CLI on
 * the same state, in turns, both with the same caches.
 */
export async function noopDeploy(engine: string): Promise<Figures> {
  await using world = await makeSiteWorld({ engine, cache: testCache() });
  await world.checkOut();
  const pullRequest = openPullRequest(world.github.state, { branch: "feature", number: 12 });
  const payload = pullRequestEvent(world.github.state, { action: "synchronize", pullRequest });
  const event = { name: "pull_request", payload };
  // Neither side keeps what Node compiled of the program; the third does.
  const step = world.stepOrder({ event, inputs: { cache: "false" } });
  const caching = world.stepOrder({ event, inputs: { cache: "true" } });
  const raw = await rawDeploy(world, engine);

  await action(step);
  await raw();
  await action(caching);
  const seconds = { action: [] as number[], raw: [] as number[], cached: [] as number[], start: [] as number[] };
  for (let turn = 0; turn < turns; turn += 1) {
    seconds.raw.push(await rested(raw));
    const ran = await rested(() => action(step));
    seconds.action.push(ran.seconds);
    seconds.start.push(ran.start);
    seconds.cached.push((await rested(() => action(caching))).seconds);
  }
  const [ours, theirs, cached] = [median(seconds.action), median(seconds.raw), median(seconds.cached)];
  return {
    "noop-deploy-vs-raw": {
      value: round(ours / theirs),
      bar: 1.05,
      unit: "x",
      how: `no-op deploy of the sample project with comment, ${round(ours)} s, against raw \`pulumi up -f\`, ${round(theirs)} s; medians of ${turns} turns`,
    },
    "noop-deploy-cached-vs-raw": {
      value: round(cached / theirs),
      bar: 0.95,
      unit: "x",
      how: `the same with what Node compiled of the program kept (input \`cache\`), ${round(cached)} s, against raw \`pulumi up -f\` without, ${round(theirs)} s; must be below 1`,
    },
    "start-to-engine": {
      value: round(median(seconds.start)),
      bar: 0.6,
      unit: "s",
      how: `from the start of the action's process to that of the engine's, in the same ${turns} turns; GitHub's stand-in answers at once`,
    },
  };
}

/** Works on a machine at rest: an engine that has ended leaves programs and providers that are still going. */
async function rested<Result>(work: () => Promise<Result>): Promise<Result> {
  await sleep(restMs);
  return work();
}

/** Runs the main step; resolves to how long its process ran, and from its start to that of its engine, in seconds. */
async function action(step: StepOrder): Promise<{ seconds: number; start: number }> {
  const main = await runMain(step);
  if (main.code !== 0) {
    throw new Error(`The action failed:\n${main.log}`);
  }
  const engine = engineSchema.parse(JSON.parse(main.state["engine"] ?? "null"));
  return { seconds: main.seconds, start: (engine.startedAt - main.startedAt) / 1000 };
}

/** The same stage as a person would deploy it, with a configuration file of its own; resolves to how long that process ran, in seconds. */
async function rawDeploy(world: SiteWorld, engine: string): Promise<() => Promise<number>> {
  const configFile = join(world.folder, "Pulumi.pr-12.yaml");
  await copyFile(join(world.workspace, "Pulumi.preview.yaml"), configFile);
  const step = world.stepOrder({ event: { name: "push", payload: {} } });
  const environment = {
    ...process.env,
    ...step.environment,
    PATH: [engine, process.env["PATH"] ?? ""].join(delimiter),
    PULUMI_BACKEND_URL: backendUrl(world.home),
    PULUMI_CONFIG_PASSPHRASE: sitePassphrase,
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", "pr-12", "--config-file", configFile];
  return () =>
    new Promise((resolve, reject) => {
      const before = performance.now();
      const child = spawn(join(engine, "pulumi"), args, { cwd: world.workspace, env: environment, stdio: "ignore" });
      child.once("error", reject);
      child.once("close", (code) =>
        code === 0 ? resolve((performance.now() - before) / 1000) : reject(new Error(`pulumi up ended with ${code}`)),
      );
    });
}
