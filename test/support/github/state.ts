export type Account = { readonly login: string; readonly id: number; readonly type: "User" | "Bot" };

export type Comment = {
  readonly id: number;
  readonly pullRequest: number;
  readonly user: Account;
  readonly createdAt: number;
  body: string;
  updatedAt: number;
  /** Shown folded, with a word why. */
  hidden: boolean;
};

export type PullRequest = {
  readonly number: number;
  readonly user: Account;
  readonly headBranch: string;
  readonly createdAt: number;
  /** `deleted`: the fork is gone, and GitHub says `head.repo: null`. */
  headRepository: "own" | "fork" | "deleted";
  title: string;
  baseBranch: string;
  headSha: string;
  open: boolean;
  mergedSha: string | null;
  updatedAt: number;
};

export type DeploymentStatus = {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly creator: Account;
  readonly createdAt: number;
};

export type Deployment = {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: unknown;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: Account;
  readonly createdAt: number;
  readonly statuses: DeploymentStatus[];
};

/** What people set up in an environment. */
export type Environment = { readonly secrets: string[]; readonly variables: string[]; reviewed: boolean };

export type CommitStatus = {
  readonly id: number;
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: number;
};

export type CheckRun = {
  readonly id: number;
  readonly headSha: string;
  name: string;
  detailsUrl: string | null;
  status: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  annotations: number;
};

export type Job = {
  readonly id: number;
  readonly runId: number;
  readonly name: string;
  status: string;
  conclusion: string | null;
  completedAt: number | null;
};

/** Who a token acts as and what it may do, by GitHub's names (`pull_requests`). A missing permission is none. */
export type TokenRights = {
  readonly user: Account;
  /** `app`: an installation's token, such as `GITHUB_TOKEN`; `person`: a personal access token. */
  readonly kind: "app" | "person";
  readonly permissions: Readonly<Record<string, "read" | "write">>;
};

/** All that the stand-in knows. Tests read it, and may change it, at any time. */
export type State = {
  readonly repository: { readonly id: number; readonly owner: string; readonly name: string; defaultBranch: string };
  readonly tokens: Map<string, TokenRights>;
  readonly accounts: Account[];
  /** Refs without `refs/`: `heads/main` to the commit. */
  readonly refs: Map<string, string>;
  readonly pulls: PullRequest[];
  readonly comments: Comment[];
  readonly deployments: Deployment[];
  /** By their names. */
  readonly environments: Map<string, Environment>;
  readonly commitStatuses: CommitStatus[];
  readonly checkRuns: CheckRun[];
  readonly jobs: Job[];
  /** What a token may do with a comment of another's: all that it may with its own, hide it, or nothing. */
  othersComments: "edit" | "hide" | "nothing";
  /** How long a list goes on not knowing what was made, in milliseconds. */
  listLag: number;
  /** Requests that are left in this hour, and when the next begins (milliseconds since the epoch). */
  readonly rate: { limit: number; remaining: number; resetAt: number };
  nextId: number;
};

export const githubActions: Account = { login: "github-actions[bot]", id: 41_898_282, type: "Bot" };
export const person: Account = { login: "octocat", id: 583_231, type: "User" };
export const dependabot: Account = { login: "dependabot[bot]", id: 49_699_333, type: "Bot" };

/** What `GITHUB_TOKEN` may at most be given by a workflow; `administration` and `environments` are not among it. */
export const everyWorkflowPermission = {
  actions: "write",
  checks: "write",
  contents: "write",
  deployments: "write",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
} as const;

export function createState(start: { readonly owner: string; readonly name: string; readonly token: string }): State {
  const rights: TokenRights = { user: githubActions, kind: "app", permissions: everyWorkflowPermission };
  const state: State = {
    repository: { id: 186_853_002, owner: start.owner, name: start.name, defaultBranch: "main" },
    tokens: new Map([[start.token, rights]]),
    accounts: [githubActions, person, dependabot],
    refs: new Map(),
    pulls: [],
    comments: [],
    deployments: [],
    environments: new Map(),
    commitStatuses: [],
    checkRuns: [],
    jobs: [],
    othersComments: "edit",
    listLag: 0,
    rate: { limit: 1000, remaining: 1000, resetAt: Date.now() + 3_600_000 },
    nextId: 1001,
  };
  state.refs.set("heads/main", newCommit(state));
  return state;
}

/** An id that was never given before; ids only grow, as GitHub's do. */
export function newId(state: State): number {
  const id = state.nextId;
  state.nextId += 1;
  return id;
}

/** The name of a commit that nobody has made yet. */
export function newCommit(state: State): string {
  return newId(state).toString(16).padStart(40, "c0ffee");
}
