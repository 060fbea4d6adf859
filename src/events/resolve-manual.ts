import { Failure } from "../failure.ts";
import { type BranchStage, branchStage } from "./branch-stage.ts";
import type { Event } from "./event.ts";
import { isMergeQueue } from "./resolve-branch.ts";
import { pullRequestStage, reservedFor, sameStageName } from "./stage-name.ts";
import type { Skip, StageCommand, Target } from "./target.ts";
import type { TargetRules } from "./target-rules.ts";

type ManualEvent = Extract<Event, { kind: "manual" }>;

const HEADS = "refs/heads/";

/** A run that a person started, or that is taken for one (`by-hand.ts`): for a pull request, for a stage by name, or else for the branch that it was started on. */
export function resolveManual(event: ManualEvent, rules: TargetRules): Target {
  const command = rules.command === "auto" ? "deploy" : rules.command;
  if (rules.stage !== null && rules.pullRequest !== null) {
    throw new Failure({
      code: "stage-and-pull-request",
      message: `The inputs stage (${rules.stage}) and pull-request (${rules.pullRequest}) are both given.`,
      next: "Give one of them.",
    });
  }
  const pullRequest = rules.pullRequest ?? (rules.stage === null ? null : reservedFor(rules.stage));
  if (pullRequest !== null) {
    return forPullRequest(pullRequest, command, rules);
  }
  const branch = event.ref.startsWith(HEADS) ? event.ref.slice(HEADS.length) : null;
  const order = { event, rules, command, branch };
  return rules.stage === null ? forBranch(order) : forStage(order, rules.stage);
}

function forPullRequest(number: number, command: StageCommand, { atTerminal = false, commit }: TargetRules): Target {
  const stage = pullRequestStage(number);
  return {
    kind: "stage",
    command,
    stage,
    origin: { kind: "pull_request", number },
    ephemeral: true,
    namedBy: "person",
    asked: command === "remove" || atTerminal,
    // Its head is known when the world is looked at.
    commit: atTerminal ? commit : null,
    rule: `by hand, pull request ${number} → ${stage}`,
  };
}

type Order = {
  readonly event: ManualEvent;
  readonly rules: TargetRules;
  readonly command: StageCommand;
  readonly branch: string | null;
};

function forStage(order: Order, stage: string): Target {
  const { rules, command, branch } = order;
  const own = branch === null ? null : stageOf(branch, order);
  const asking = {
    command,
    namedBy: "person",
    asked: command === "remove",
    commit: rules.commit,
    rule: `by hand, stage ${stage}`,
  } as const;
  // Naming the stage that the branch has anyway makes it no other stage.
  if (branch !== null && own !== null && !("kind" in own) && sameStageName(own.stage, stage)) {
    return { kind: "stage", ...own, origin: { kind: "branch", branch }, ...asking };
  }
  return { kind: "stage", stage, origin: { kind: "manual" }, ephemeral: false, ...asking };
}

function forBranch(order: Order): Target {
  const { event, rules, command, branch } = order;
  if (branch === null) {
    throw stageMissing(`The run was started on ${event.ref}, which is no branch, and names no stage.`);
  }
  if (isMergeQueue(branch)) {
    return { kind: "skip", code: "merge-queue", reason: `${branch} is a merge queue's own branch; it gets no stage.` };
  }
  const own = stageOf(branch, order);
  if ("kind" in own) {
    return own;
  }
  // The form for manual runs has the default branch chosen already: an empty field must not cost the production stage.
  if (command === "remove" && !own.ephemeral) {
    throw stageMissing(`The command is remove, and the stage ${own.stage} of branch ${branch} is long-lived.`);
  }
  return {
    kind: "stage",
    command,
    ...own,
    origin: { kind: "branch", branch },
    asked: command === "remove",
    commit: rules.commit,
    rule: `by hand, ${own.rule}`,
  };
}

function stageOf(branch: string, { event, rules }: Order): BranchStage | Skip {
  return branchStage({ branch, rules: rules.branches, defaultBranch: event.repository.defaultBranch });
}

function stageMissing(message: string): Failure {
  return new Failure({
    code: "stage-missing",
    message,
    next: "Fill in the input stage (or pull-request), and start the workflow again.",
  });
}
