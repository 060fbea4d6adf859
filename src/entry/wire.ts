import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { createPulumiEngine } from "../engine/pulumi/pulumi.ts";
import { readUsableProject } from "../engine/pulumi/project.ts";
import type { Request, Services, Trail } from "../commands/services.ts";
import { createGitHub } from "../github/create-github.ts";
import type { GitHub } from "../github/github.ts";
import type { Home } from "../home/home.ts";
import type { LockOwner } from "../lock/lock-record.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { openCaching } from "./caching.ts";
import { findTools } from "./find-tools.ts";
import type { Inputs } from "./inputs.ts";
import { createBringKept } from "./bring-folders.ts";
import { cacheOfRunner, createKeptPlaces } from "./kept-places.ts";
import { createLeftRuns, notingTrail } from "./left-notes.ts";
import { openHome } from "./open-home.ts";
import { runInfoOf } from "./run-info.ts";
import type { Runner } from "./runner.ts";
import { watchedTrail } from "./watched-trail.ts";
import { watcherOrderOf } from "./watcher-order.ts";

/** What is given to the composition root: nothing below it looks at the process, its arguments or its environment. */
export type Given = {
  readonly inputs: Inputs;
  readonly runner: Runner;
  /** null without a token. */
  readonly github: GitHub | null;
  readonly request: Request;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly mask: Mask;
  readonly trail: Trail;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
};

/** Makes the real services of a run; an engine that is not there yet is installed. */
export async function servicesOf(given: Given): Promise<Services> {
  const { github, log, mask, trail, signal, request } = given;
  const { event } = request;
  const project = await readUsableProject(request.directory);
  const caching = openCaching(given);
  const finding = findTools(given, project, caching);
  const { runner } = given;
  const stays = runner.kind === "self-hosted";
  const opening = async () => {
    // The runner empties its own folder before the next job: what a dead run leaves must outlive that.
    const temporaryDirectory = await workFolder(given);
    const home = await openHome(
      { ...given, runner: { ...runner, temporaryDirectory } },
      { tools: () => finding, project },
    );
    const { folders: cache } = caching;
    return { home, bringKept: cache === null ? null : createBringKept(given, { cache, home, project }) };
  };
  const [tools, run, { home, bringKept }] = await Promise.all([
    finding,
    runInfoOf({ ...given, pullRequest: event.kind === "pull_request" ? event.number : null }),
    opening(),
  ]);
  const cacheDirectory = stays ? runner.cacheDirectory : null;
  const watched = watchedTrail(trail, watcherOrderOf(given, { cacheDirectory, hasPost: true }));
  return {
    engine: createPulumiEngine({ ...tools, ...(bringKept === null ? {} : { bringKept }) }),
    home,
    github,
    log,
    mask,
    now: () => new Date(),
    run,
    trail: stays ? noteRun({ ...given, trail: watched }, { home, owner: run.owner }) : watched,
    ...(stays ? { leftRuns: createLeftRuns(runner.cacheDirectory) } : {}),
    keptPlaces: createKeptPlaces({
      directory: join(stays ? runner.cacheDirectory : runner.temporaryDirectory, "stagewright-kept"),
      cache: stays ? null : cacheOfRunner(given.environment),
      log,
    }),
    signal,
  };
}

/** Where a home puts the states that it works on. */
async function workFolder({ runner }: Given): Promise<string> {
  if (runner.kind !== "self-hosted") {
    return runner.temporaryDirectory;
  }
  const folder = join(runner.cacheDirectory, "left", "work");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function noteRun({ runner, trail, signal }: Given, { home, owner }: { home: Home; owner: LockOwner }): Trail {
  const noting = notingTrail(trail, { cacheDirectory: runner.cacheDirectory, where: home.where, owner });
  // The trail itself was told already.
  signal.addEventListener("abort", noting.cancelled, { once: true });
  return noting;
}

/** GitHub, by the input `token`; null without. */
export function openGitHub({ inputs, runner, log }: Pick<Given, "inputs" | "runner" | "log">): GitHub | null {
  const { token } = inputs;
  return token === null ? null : createGitHub({ token, apiUrl: runner.apiUrl, repository: runner.repository, log });
}
