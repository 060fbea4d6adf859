import { homedir, hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { Failure } from "../failure.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the runner's environment says of this run (GitHub's default variables). */
export type Runner = {
  readonly eventName: string;
  readonly eventPath: string;
  readonly workspace: string;
  readonly temporaryDirectory: string;
  /** Kept from run to run on a self-hosted machine. */
  readonly cacheDirectory: string;
  readonly repository: { readonly owner: string; readonly name: string };
  /** null where the runner does not say (old servers). */
  readonly repositoryId: number | null;
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** `GITHUB_SHA`: for a pull request this is the merge commit. */
  readonly commit: string | null;
  readonly runId: number | null;
  readonly attempt: number;
  readonly actor: string;
  readonly kind: "github-hosted" | "self-hosted" | null;
  readonly host: string;
};

/** Reads the runner's variables; the ones that nothing can be done without are a `Failure` when missing. */
export function readRunner(environment: Environment): Runner {
  const [owner, name] = required(environment, "GITHUB_REPOSITORY").split("/");
  const kind = environment["RUNNER_ENVIRONMENT"];
  return {
    eventName: required(environment, "GITHUB_EVENT_NAME"),
    eventPath: required(environment, "GITHUB_EVENT_PATH"),
    workspace: workspaceOf(environment),
    temporaryDirectory: temporaryDirectory(environment),
    cacheDirectory: cacheDirectory(environment),
    repository: { owner: owner ?? "", name: name ?? "" },
    repositoryId: numberOrNull(environment["GITHUB_REPOSITORY_ID"]),
    serverUrl: environment["GITHUB_SERVER_URL"] ?? "https://github.com",
    apiUrl: environment["GITHUB_API_URL"] ?? "https://api.github.com",
    commit: environment["GITHUB_SHA"] ?? null,
    runId: numberOrNull(environment["GITHUB_RUN_ID"]),
    attempt: numberOrNull(environment["GITHUB_RUN_ATTEMPT"]) ?? 1,
    actor: environment["GITHUB_TRIGGERING_ACTOR"] ?? environment["GITHUB_ACTOR"] ?? "unknown",
    kind: kind === "github-hosted" || kind === "self-hosted" ? kind : null,
    host: environment["RUNNER_NAME"] ?? hostname(),
  };
}

/** The repository as payloads name one, for events that do not; null where its id is not known. */
export function scheduledIn({ repository, repositoryId }: Runner): { id: number; full_name: string } | null {
  return repositoryId === null ? null : { id: repositoryId, full_name: `${repository.owner}/${repository.name}` };
}

/** Where the repository lies, or would. */
export function workspaceOf(environment: Environment): string {
  return environment["GITHUB_WORKSPACE"] ?? process.cwd();
}

/** A folder of the job's own, which the runner empties. */
export function temporaryDirectory(environment: Environment): string {
  return environment["RUNNER_TEMP"] ?? tmpdir();
}

/** Where the engine is kept from run to run: `STAGEWRIGHT_CACHE`, else the user's cache folder. */
export function cacheDirectory(environment: Environment): string {
  const given = environment["STAGEWRIGHT_CACHE"];
  if (given !== undefined && given !== "") {
    return given;
  }
  const base = environment["XDG_CACHE_HOME"];
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "stagewright");
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== "") {
    return value;
  }
  throw new Failure({
    code: "no-runner",
    message: `${name} is not set: this does not run as a step of a GitHub workflow.`,
    next: "Use Stagewright as a step (`uses:`), or the command line: `stagewright --help`.",
  });
}

function numberOrNull(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || text === "" || !Number.isSafeInteger(value) ? null : value;
}
