import { join } from "node:path";

import type { PulumiTools } from "../engine/pulumi/tools.ts";
import { readUsableProject } from "../engine/pulumi/project.ts";
import type { Toolkit } from "../commands/toolkit/toolkit.ts";
import { findTools, type ToolsGiven } from "./find-tools.ts";
import { type HomeGiven, openHome } from "./open-home.ts";
import { createKeptPlaces } from "./kept-places.ts";
import { createLeftRuns, notingTrail } from "./left-notes.ts";
import { noTrail } from "./no-trail.ts";
import { watchedTrail } from "./watched-trail.ts";
import { watcherOrderOf } from "./watcher-order.ts";

/** What a terminal or a step knows; the rest is the same for both. */
export type ToolkitGiven = Pick<Toolkit, "log" | "mask" | "run" | "signal" | "hurry"> &
  Pick<HomeGiven, "environment"> & {
    /** As the input `home` names it. */
    readonly home: string;
    /** The project's folder, absolute. */
    readonly directory: string;
    readonly runner: HomeGiven["runner"] & ToolsGiven["runner"];
    /** In place of the usual ones. */
    readonly inputs?: UsualInputs;
  };

type UsualInputs = Omit<HomeGiven["inputs"], "home"> & ToolsGiven["inputs"];

/** What stands where a step or a terminal says nothing else. */
export const usualInputs: UsualInputs = {
  // What a home keeps is for its deploys to say: nothing is pruned from here.
  "keep-snapshots": Number.POSITIVE_INFINITY,
  lock: "home",
  "store-timeout": 1,
  throwaway: false,
  "pulumi-path": null,
  "pulumi-version": null,
  "pulumi-mirror": null,
  "pass-env": [],
  "data-types": [],
  "inactivity-limit": 30,
  token: null,
};

/** Makes what the toolkit's commands need; the engine is only looked for where the home, or whoever calls `tools`, needs it. */
export async function toolkitOf(of: ToolkitGiven): Promise<Toolkit & { readonly tools: () => Promise<PulumiTools> }> {
  const { log, mask, run, signal, hurry, directory } = of;
  const given = { ...of, inputs: { ...(of.inputs ?? usualInputs), home: of.home }, request: { directory } };
  const project = await readUsableProject(directory);
  let found: Promise<PulumiTools> | undefined;
  const tools = () => (found ??= findTools(given, project));
  const home = await openHome(given, { tools, project });
  const { cacheDirectory } = of.runner;
  const watched = watchedTrail(noTrail, watcherOrderOf(given, { cacheDirectory, hasPost: false }));
  const trail = notingTrail(watched, { cacheDirectory, where: home.where, owner: run.owner });
  signal.addEventListener("abort", trail.cancelled, { once: true });
  const leftRuns = createLeftRuns(cacheDirectory);
  const keptPlaces = createKeptPlaces({ directory: join(cacheDirectory, "stagewright-kept"), cache: null, log });
  const now = () => new Date();
  return { tools, home, github: null, log, mask, run, trail, leftRuns, keptPlaces, signal, hurry, now };
}
