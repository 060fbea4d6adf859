import { createPulumiEngine } from "../engine/pulumi/pulumi.ts";
import { readProject } from "../engine/pulumi/project.ts";
import type { Request, Services, Trail } from "../commands/services.ts";
import { createGitHub } from "../github/create-github.ts";
import type { GitHub } from "../github/github.ts";
import type { Log } from "../log.ts";
import type { Mask } from "../mask.ts";
import { openCaching } from "./caching.ts";
import { findTools } from "./find-tools.ts";
import type { Inputs } from "./inputs.ts";
import { openHome } from "./open-home.ts";
import { runInfoOf } from "./run-info.ts";
import type { Runner } from "./runner.ts";

/** What is given to the composition root: nothing below it looks at the process, its arguments or its environment. */
export type Given = {
  readonly inputs: Inputs;
  readonly runner: Runner;
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
  const { log, mask, trail, signal, request } = given;
  const { event } = request;
  const github = openGitHub(given);
  const project = await readProject(request.directory);
  const finding = findTools(given, project, openCaching(given));
  const [tools, run, home] = await Promise.all([
    finding,
    runInfoOf({ ...given, pullRequest: event.kind === "pull_request" ? event.number : null }),
    openHome(given, { tools: () => finding, project }),
  ]);
  return {
    engine: createPulumiEngine(tools),
    home,
    github,
    log,
    mask,
    now: () => new Date(),
    run,
    trail,
    signal,
  };
}

function openGitHub({ inputs, runner, log }: Given): GitHub | null {
  const { token } = inputs;
  return token === null ? null : createGitHub({ token, apiUrl: runner.apiUrl, repository: runner.repository, log });
}
