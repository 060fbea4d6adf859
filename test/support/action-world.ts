import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { z } from "zod";

import { pullRequestEvent } from "./github/events.ts";
import { type StandIn, startGitHub } from "./github/start-github.ts";
import type { PullRequest } from "./github/state.ts";
import { linkPackages } from "./packages.ts";
import { runMain, runPost, type StepOrder, type StepResult } from "./run-action.ts";

const repositoryRoot = resolve(import.meta.dirname, "../..");

/** A project in a repository of its own, with all that the action meets there: a runner's folders, GitHub's stand-in, a home. */
export type ActionWorld = AsyncDisposable & {
  readonly folder: string;
  readonly workspace: string;
  /** The folder of home `local`. */
  readonly home: string;
  readonly github: StandIn;
  /** Brings the project into the workspace as a checkout would, its packages installed. */
  readonly checkOut: () => Promise<void>;
  /** Leaves the workspace empty, as in a job without a checkout. */
  readonly emptyWorkspace: () => Promise<void>;
  /** Runs the action's main step and, as the runner does, its post step after it. */
  readonly run: (order: RunOrder) => Promise<RunResult>;
  /** The same for an event of a pull request, in its present state. */
  readonly runPullRequest: (action: string, pullRequest: PullRequest, order?: Partial<RunOrder>) => Promise<RunResult>;
  /** The order as the steps get it, for tests that run them one by one. */
  readonly stepOrder: (order: RunOrder) => StepOrder;
  /** Bodies of the comments on a pull request. */
  readonly comments: (pullRequest: number) => readonly string[];
  /** Bodies of all comments as they were written and edited, in that order. */
  readonly sentComments: () => readonly string[];
  /** The stage's state as it lies in the home; null when there is none. */
  readonly state: (stage: string, app?: string) => Promise<StoredState | null>;
};

export type RunOrder = Pick<StepOrder, "event"> & Partial<Omit<StepOrder, "folder" | "workspace" | "github">>;
export type RunResult = { readonly main: StepResult; readonly post: StepResult };
export type StoredState = { readonly urns: readonly string[]; readonly pending: number };

/** Makes the world in a temporary folder. `engine` is the folder of the engine's programs, which is put on PATH. */
export async function makeActionWorld(given: {
  readonly engine: string;
  readonly cache: string;
  /** The project's name and, relative to the repository, its folder. */
  readonly app: string;
  readonly fixture: string;
  readonly passphrase: string;
  /** The repository's owner. */
  readonly owner?: string;
  /** What the job has in its environment besides. */
  readonly environment?: (folder: string) => Readonly<Record<string, string>>;
}): Promise<ActionWorld> {
  const folder = await mkdtemp(join(tmpdir(), `stagewright-${given.app}-`));
  const [workspace, home] = [join(folder, "workspace"), join(folder, "home")];
  await mkdir(workspace);
  const github = await startGitHub({ owner: given.owner ?? "acme", name: given.app });

  const stepOrder = (order: RunOrder): StepOrder => ({
    ...order,
    folder: join(folder, "runner"),
    workspace,
    github: { url: github.url, token: github.token },
    inputs: { home: `local:${home}`, ...order.inputs },
    environment: {
      PATH: [given.engine, process.env["PATH"] ?? ""].join(delimiter),
      STAGEWRIGHT_CACHE: given.cache,
      PULUMI_HOME: join(folder, "pulumi-home"),
      PULUMI_CONFIG_PASSPHRASE: given.passphrase,
      ...given.environment?.(folder),
      ...order.environment,
    },
  });
  const run = async (order: RunOrder): Promise<RunResult> => {
    const step = stepOrder(order);
    const main = await runMain(step);
    return { main, post: await runPost(step, main) };
  };
  return {
    folder,
    workspace,
    home,
    github,
    stepOrder,
    checkOut: async () => {
      await rm(workspace, { recursive: true, force: true });
      await cp(join(repositoryRoot, given.fixture), workspace, { recursive: true });
      await linkPackages(workspace);
    },
    emptyWorkspace: async () => {
      await rm(workspace, { recursive: true, force: true });
      await mkdir(workspace);
    },
    run,
    runPullRequest: (action, pullRequest, order = {}) =>
      run({
        event: { name: "pull_request", payload: pullRequestEvent(github.state, { action, pullRequest }) },
        ...order,
      }),
    comments: (number) =>
      github.state.comments.filter((comment) => comment.pullRequest === number).map((comment) => comment.body),
    sentComments: () =>
      github.requests
        .filter(({ operation }) => operation === "issues/create-comment" || operation === "issues/update-comment")
        .map(({ body }) => z.object({ body: z.string() }).parse(body).body),
    state: (stage, app = given.app) => readState(join(home, ".pulumi/stacks", app), stage),
    [Symbol.asyncDispose]: async () => {
      await github.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

const checkpointSchema = z.object({
  checkpoint: z.object({
    latest: z
      .object({
        resources: z.array(z.object({ urn: z.string() })).optional(),
        pending_operations: z.array(z.unknown()).nullish(),
      })
      .nullish(),
  }),
});

async function readState(folder: string, stage: string): Promise<StoredState | null> {
  const text = await readFile(join(folder, `${stage}.json`), "utf8").catch(() => null);
  if (text === null) {
    return null;
  }
  const { checkpoint } = checkpointSchema.parse(JSON.parse(text));
  return {
    urns: (checkpoint.latest?.resources ?? []).map((resource) => resource.urn),
    pending: checkpoint.latest?.pending_operations?.length ?? 0,
  };
}
