import type { JobNow } from "../lock/job-proof.ts";

/** A pull request as it is now. */
export type PullRequestNow = {
  readonly number: number;
  readonly open: boolean;
  readonly merged: boolean;
  readonly title: string;
  readonly head: { readonly branch: string; readonly commit: string };
  readonly base: { readonly branch: string };
  readonly fork: boolean;
  readonly dependabot: boolean;
};

export type PostedComment = { readonly id: number; readonly url: string };

/** What we ask of GitHub and tell it. Every call throws `GitHubUnavailable` when GitHub refuses or cannot be reached after retries. */
export type GitHub = {
  readonly pullRequest: (number: number) => Promise<PullRequestNow | null>;
  /** The commit that the branch points at; null when there is no such branch. */
  readonly branchHead: (branch: string) => Promise<string | null>;
  /** Numbers of the open pull requests of this repository whose head is that branch of this repository. */
  readonly openPullRequestsOf: (branch: string) => Promise<readonly number[]>;
  /** A job of this repository by its id in the API (`job.check_run_id`). Needs `actions: read`. */
  readonly job: (id: number) => Promise<JobNow>;
  /**
   * Creates or edits the one comment that holds `marker` and that this token's user wrote, or `known`, whoever wrote it. Two that create at
   * once end with one: the lowest id stays.
   */
  readonly upsertComment: (comment: CommentWish) => Promise<WrittenComment | null>;
  /** Our comment with that marker, and the others that hold it; `known` is the one that this run wrote. */
  readonly readComment: (of: {
    readonly pullRequest: number;
    readonly marker: string;
    readonly known: PostedComment | null;
  }) => Promise<FoundComments>;
  /** Deletes a comment of ours, or hides it as outdated where this token may not. Resolves to whether it is gone. */
  readonly endComment: (comment: PostedComment) => Promise<boolean>;
  /** Resolves to its id. */
  readonly createDeployment: (wish: DeploymentWish) => Promise<number>;
  readonly setDeployment: (state: DeploymentState) => Promise<void>;
  /** A task's deployments, the newest first; `limit` is at most 100. */
  readonly deploymentsOf: (of: {
    readonly task: string;
    readonly limit: number;
  }) => Promise<readonly { readonly id: number; readonly environment: string }[]>;
  /** Makes a task's deployments before `current` inactive, as far as they still show anything. */
  readonly retireDeployments: (of: { readonly task: string; readonly current: number }) => Promise<void>;
  /** Deletes one, made inactive first where it is not; one that is gone is fine. */
  readonly deleteDeployment: (id: number) => Promise<void>;
  /** Deletes an environment in which there is nothing at all; resolves to whether it did. No workflow's own token may. */
  readonly deleteEmptyEnvironment: (name: string) => Promise<boolean>;
  readonly setCommitStatus: (status: CommitStatus) => Promise<void>;
  /** Resolves to its id. `commit` is the one that it is shown on; `name` tells it from the commit's others. */
  readonly createCheckRun: (run: { readonly commit: string; readonly name: string } & CheckRunState) => Promise<number>;
  readonly setCheckRun: (run: { readonly id: number } & CheckRunState) => Promise<void>;
};

/** A comment as it is to be written. */
export type CommentWish = {
  readonly pullRequest: number;
  readonly marker: string;
  readonly body: string;
  /** One that is known to be ours: it is edited, and searched for only where it is gone. */
  readonly known: PostedComment | null;
  /** Where `known` is there and this token may not edit it, another comment takes its place, with this body. Default: `body`. */
  readonly bodyInItsPlace?: string;
  /** Comments of ours that others took the place of: they are not edited any more. Default: none. */
  readonly outdated?: readonly PostedComment[];
  /** false: none is made where there is none; null then. Default: true. */
  readonly mayCreate?: boolean;
};

/** The comment as it was written. `inPlaceOfKnown`: the known one is there, and this token may not edit it. */
export type WrittenComment = { readonly comment: PostedComment; readonly inPlaceOfKnown: boolean };

/** A comment of ours, with its text. */
export type OwnComment = { readonly comment: PostedComment; readonly body: string };

/** `others` hold the same marker, and were not written by this token's user: by another token of ours, or by anybody. null: not looked for. */
export type FoundComments = { readonly own: OwnComment | null; readonly others: readonly PostedComment[] | null };

/** A deployment to be made. `task` names app and stage; `commit` is the head's own, never a merge of it. */
export type DeploymentWish = {
  readonly commit: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly transient: boolean;
  readonly production: boolean;
};

/** How a deployment stands. `url` and `log` are web addresses. */
export type DeploymentState = {
  readonly id: number;
  readonly state: "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";
  readonly description: string;
  readonly url: string | null;
  readonly log: string | null;
};

export type CommitStatus = {
  readonly commit: string;
  /** Tells this status from others of the commit. */
  readonly context: string;
  readonly state: "pending" | "success" | "failure" | "error";
  readonly description: string;
  readonly url: string | null;
};

/** How a check run stands: under way, or ended with a conclusion. */
export type CheckRunState = {
  readonly state: "queued" | "in_progress" | "success" | "failure" | "cancelled" | "skipped";
  readonly title: string;
  /** Markdown, at most 65,535 bytes of it. */
  readonly summary: string;
  /** The web address with the details. */
  readonly url: string | null;
};

/** GitHub refused or could not be reached. `permission` is what the token would need (from `X-Accepted-GitHub-Permissions`), if GitHub says. */
export class GitHubUnavailable extends Error {
  readonly status: number | null;
  readonly permission: string | null;

  constructor(problem: { message: string; status: number | null; permission: string | null; cause?: unknown }) {
    super(problem.message, { cause: problem.cause });
    this.name = "GitHubUnavailable";
    this.status = problem.status;
    this.permission = problem.permission;
  }
}
