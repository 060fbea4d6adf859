import type { BranchRule } from "./branch-rules.ts";
import type { StageCommand } from "./target.ts";

/** What the user's inputs say about targets; null stands for an input that is not given. */
export type TargetRules = {
  /** Input `branches`, from `parseBranchRules`. */
  readonly branches: readonly BranchRule[];
  /** Input `command`; `auto` leaves it to the event. */
  readonly command: "auto" | StageCommand;
  /** Input `stage`: names the stage, whatever the event is. */
  readonly stage: string | null;
  /** Input `pull-request`; only a manual run looks at it. */
  readonly pullRequest: number | null;
  /** `GITHUB_SHA`, which a manual run's payload does not hold. */
  readonly commit: string | null;
  /** Whoever names the stage is at a terminal, with code and credentials of their own: there is nobody whose they could be lent to. */
  readonly atTerminal?: boolean;
};
