import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { pullRequestEvent } from "./github/events.ts";
import { type StandIn, startGitHub } from "./github/start-github.ts";
import type { PullRequest } from "./github/state.ts";
import { type PageServer, startPageServer } from "./page-server.ts";
import { runMain, runPost, type StepOrder, type StepResult } from "./run-action.ts";

const repositoryRoot = resolve(import.meta.dirname, "../..");
const fixture = join(repositoryRoot, "test/fixtures/site");

/** The passphrase that the sample's configuration is encrypted with, and the secret in it. */
export const sitePassphrase = "demo-passphrase";
export const siteSecret = "correct-horse-battery";

/** The sample app in a repository of its own, with all that it meets: GitHub's stand-in, a home, a web server for its pages. */
export type SiteWorld = AsyncDisposable & {
  readonly folder: string;
  readonly workspace: string;
  /** The folder of home `local`. */
  readonly home: string;
  readonly github: StandIn;
  readonly pages: PageServer;
  /** Brings the sample into the workspace as a checkout would, its packages installed. */
  readonly checkOut: () => Promise<void>;
  /** Leaves the workspace empty, as in a job without a checkout. */
  readonly emptyWorkspace: () => Promise<void>;
  /** Writes one of the site's pages. */
  readonly writePage: (name: string, html: string) => Promise<void>;
  /** Runs the action's main step and, as the runner does, its post step after it. */
  readonly run: (order: RunOrder) => Promise<RunResult>;
  /** The same for an event of a pull request, in its present state. */
  readonly runPullRequest: (action: string, pullRequest: PullRequest, order?: Partial<RunOrder>) => Promise<RunResult>;
  /** Bodies of the comments on a pull request. */
  readonly comments: (pullRequest: number) => readonly string[];
  /** The stage's state as it lies in the home; null when there is none. */
  readonly state: (stage: string) => Promise<SiteState | null>;
};

export type RunOrder = Pick<StepOrder, "event"> & Partial<Omit<StepOrder, "folder" | "workspace" | "github">>;
export type RunResult = { readonly main: StepResult; readonly post: StepResult };
export type SiteState = { readonly urns: readonly string[]; readonly pending: number };

/** Makes the world in a temporary folder. `engine` is the folder of the engine's programs, which is put on PATH. */
export async function makeSiteWorld(given: { readonly engine: string; readonly cache: string }): Promise<SiteWorld> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-site-"));
  const [workspace, home, www] = ["workspace", "home", "www"].map((name) => join(folder, name)) as [string, string, string];
  await Promise.all([workspace, www].map((path) => mkdir(path)));
  const [github, pages] = await Promise.all([startGitHub({ name: "site" }), startPageServer(www)]);

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
      PULUMI_CONFIG_PASSPHRASE: sitePassphrase,
      SITE_ROOT: www,
      SITE_ADDRESS: pages.address,
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
    pages,
    checkOut: async () => {
      await rm(workspace, { recursive: true, force: true });
      await cp(fixture, workspace, { recursive: true });
      await symlink(join(repositoryRoot, "node_modules"), join(workspace, "node_modules"));
    },
    emptyWorkspace: async () => {
      await rm(workspace, { recursive: true, force: true });
      await mkdir(workspace);
    },
    writePage: (name, html) => writeFile(join(workspace, "pages", name), html),
    run,
    runPullRequest: (action, pullRequest, order = {}) =>
      run({
        event: { name: "pull_request", payload: pullRequestEvent(github.state, { action, pullRequest }) },
        ...order,
      }),
    comments: (number) => github.state.comments.filter((comment) => comment.pullRequest === number).map((comment) => comment.body),
    state: (stage) => readState(home, stage),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([github.stop(), pages.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function readState(home: string, stage: string): Promise<SiteState | null> {
  const folder = join(home, ".pulumi/stacks/site");
  const names = await readdir(folder).catch(() => []);
  if (!names.includes(`${stage}.json`)) {
    return null;
  }
  const { checkpoint } = JSON.parse(await readFile(join(folder, `${stage}.json`), "utf8")) as {
    checkpoint: { latest: { resources?: { urn: string }[]; pending_operations?: unknown[] } | null };
  };
  return {
    urns: (checkpoint.latest?.resources ?? []).map((resource) => resource.urn),
    pending: checkpoint.latest?.pending_operations?.length ?? 0,
  };
}
