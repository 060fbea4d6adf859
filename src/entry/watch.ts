import { text } from "node:stream/consumers";

import { finishWatched } from "../commands/finish-watched.ts";
import { watchedRunSchema } from "../commands/watched-run.ts";
import { Failure } from "../failure.ts";
import { parseHomeAddress } from "../home/address.ts";
import type { Home } from "../home/home.ts";
import type { Log } from "../log.ts";
import { createMask } from "../mask.ts";
import { createLeftRuns } from "./left-notes.ts";
import { openHome } from "./open-home.ts";
import { type WatcherOrder, watcherOrderSchema } from "./watcher-order.ts";

/** However long a bucket does not answer, nobody has a process of ours on his machine for longer. */
const longestMs = 10 * 60_000;

/** Nobody reads it. */
const log: Log = { debug: nothing, info: nothing, warning: nothing, error: nothing };

/** The watcher of a run that was killed (`watched-trail.ts`): ends what it left. What it knows of the run comes on standard input. */
async function watch(): Promise<void> {
  setTimeout(() => process.exit(1), longestMs);
  const [first = "", ...others] = (await text(process.stdin)).trim().split("\n");
  const order = watcherOrderSchema.parse(JSON.parse(first));
  const run = watchedRunSchema.parse(JSON.parse(others.at(-1) ?? ""));
  // Before the home is opened: what reaches it (the SDK, proxies) looks there.
  Object.assign(process.env, order.environment);
  const { cacheDirectory, hasPost } = order;
  const leftRuns = cacheDirectory === null ? undefined : createLeftRuns(cacheDirectory);
  await finishWatched({ run, home: await homeOf(order), leftRuns, hasPost, log });
}

async function homeOf(order: WatcherOrder): Promise<Home | null> {
  if (parseHomeAddress(order.home).kind === "backend") {
    return null;
  }
  const { home, keepSnapshots, throwaway, directory, environment, temporaryDirectory } = order;
  const inputs = {
    home,
    throwaway,
    lock: "home",
    // In minutes. A step that comes after the run waits for us, tries again, and says what is lost: it needs the time that it has.
    "store-timeout": order.hasPost ? 0.25 : 2,
    "keep-snapshots": keepSnapshots ?? Number.POSITIVE_INFINITY,
  } as const;
  const runner = { kind: order.runner, temporaryDirectory };
  const given = { inputs, runner, environment, request: { directory }, log, mask: createMask(nothing) };
  const noTools = () =>
    Promise.reject(new Failure({ code: "no-engine", message: "A watcher runs no engine.", next: "Report this." }));
  return openHome(given, { tools: noTools, project: null });
}

function nothing(): void {
  // Nothing.
}

await watch().finally(() => process.exit());
