import type { ChangeSet } from "../engine/change.ts";
import type { PendingOperation } from "../engine/engine.ts";
import type { StageCommand } from "../events/target.ts";

/** How a command on a stage ended. `previewed` is a diff's, or a refresh's that only looked and found something. */
export type StageResult =
  | "deployed"
  | "removed"
  | "unchanged"
  | "previewed"
  | "refreshed"
  | "skipped"
  | "superseded"
  | "cancelled"
  | "failed";

/** Where a stage's comment stands: under way, or ended with a result. */
export type StageState = "queued" | "deploying" | "removing" | "previewing" | "refreshing" | StageResult;

/** What merging a pull request will change in the stage of its base branch. */
export type StageImpact = {
  readonly stage: string;
  /** The program that was previewed: GitHub's merge of the head into the base branch, the head alone, or what cannot be told. */
  readonly basis: "merge" | "head" | "unknown";
  /** A preview; null where there was none. */
  readonly changeSet: ChangeSet | null;
  /** Why it is not known; null when it is. */
  readonly reason: string | null;
};

/** All that is told of one command on one stage; every report (comment, summary, terminal, report.json) is drawn from it. */
export type StageReport = {
  readonly app: string;
  /** The project's folder relative to the repository's root, `.` for the root; null when unknown (removal without a record). */
  readonly path: string | null;
  readonly stage: string;
  readonly command: StageCommand;
  /** The run could change nothing: a diff, or a dry run of another command. */
  readonly dryRun: boolean;
  readonly state: StageState;
  /** Why it was skipped or superseded, that there was nothing to remove, or who holds the lock that it waits for; null otherwise. */
  readonly reason: string | null;
  /** What went wrong, for people; null when nothing did. */
  readonly failure: { readonly code: string; readonly message: string; readonly next: string } | null;
  readonly changeSet: ChangeSet | null;
  /** The stage's web address, from its outputs. */
  readonly url: string | null;
  /** Where the last good deploy answers; told while a new one runs and after one failed. Absent or null where unknown. */
  readonly lastUrl?: string | null;
  /** Absent or null where nobody asked for it. */
  readonly impact?: StageImpact | null;
  readonly pending: readonly PendingOperation[];
  readonly pullRequest: number | null;
  readonly branch: string | null;
  /** The head commit that is deployed, and the base branch it was merged into for that; null where it was not. */
  readonly commit: string | null;
  readonly mergedInto: string | null;
  /** The repository's web address (`https://github.com/acme/shop`), to link commits. */
  readonly repositoryUrl: string | null;
  readonly actor: string;
  readonly run: { readonly url: string; readonly attempt: number } | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string | null;
};
