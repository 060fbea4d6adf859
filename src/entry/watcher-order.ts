import { z } from "zod";

import { isKeptBack } from "../engine/pulumi/kept-back.ts";
import type { HomeGiven } from "./open-home.ts";

/** The first line that a watcher gets, once; what it must know of the run as it goes (`watched-run.ts`) follows. */
export const watcherOrderSchema = z.strictObject({
  home: z.string(),
  /** null for all. */
  keepSnapshots: z.number().nullable(),
  throwaway: z.boolean(),
  /** The project's folder, absolute. */
  directory: z.string(),
  runner: z.enum(["github-hosted", "self-hosted"]).nullable(),
  /** Where a home puts the states that it works on. */
  temporaryDirectory: z.string(),
  /** Where runs of this machine leave notes; null where they leave none. */
  cacheDirectory: z.string().nullable(),
  hasPost: z.boolean(),
  /** What the home is reached with. */
  environment: z.record(z.string(), z.string()),
});

export type WatcherOrder = z.infer<typeof watcherOrderSchema>;

/** What the watcher of a run is given, by what its home was opened with. What acts on GitHub or ties a process to its job it does not get. */
export function watcherOrderOf(
  { inputs, runner, request, environment }: Pick<HomeGiven, "inputs" | "runner" | "request" | "environment">,
  of: Pick<WatcherOrder, "cacheDirectory" | "hasPost">,
): WatcherOrder {
  return {
    ...of,
    home: inputs.home,
    keepSnapshots: Number.isFinite(inputs["keep-snapshots"]) ? inputs["keep-snapshots"] : null,
    throwaway: inputs.throwaway,
    directory: request.directory,
    runner: runner.kind,
    temporaryDirectory: runner.temporaryDirectory,
    environment: Object.fromEntries(
      Object.entries(environment).filter(
        (entry): entry is [string, string] =>
          entry[1] !== undefined && !isKeptBack(entry[0]) && entry[0] !== "RUNNER_TRACKING_ID",
      ),
    ),
  };
}
