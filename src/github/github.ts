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
   * Creates or edits the one comment that holds `marker` and that this token's user wrote. `known` spares the search when the id is
   * known. Two that create at once end with one: the lowest id stays.
   */
  readonly upsertComment: (comment: {
    readonly pullRequest: number;
    readonly marker: string;
    readonly body: string;
    readonly known: PostedComment | null;
  }) => Promise<PostedComment>;
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
