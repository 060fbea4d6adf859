import { Failure } from "../failure.ts";
import { longLivedOwner } from "./branch-stage.ts";
import type { Event } from "./event.ts";
import { outsider } from "./outsider.ts";
import { pullRequestStage, reservedFor } from "./stage-name.ts";
import type { Skip, StageCommand, Target } from "./target.ts";
import type { TargetRules } from "./target-rules.ts";

type PullRequestEvent = Extract<Event, { kind: "pull_request" }>;

/**
 * Pull request 12, opened or pushed to, deploys `pr-12`; closing it removes that. Other actions only do what `command` asks for.
 * `pull_request_target` only removes.
 */
export function resolvePullRequest(event: PullRequestEvent, rules: TargetRules): Target {
  const command = commandFor(event, rules.command);
  if (typeof command !== "string") {
    return command;
  }
  const weak = outsider(event);
  // A run of the base repository's own (pull_request_target) can remove what such a pull request never had: that does no harm.
  if (weak !== null && !(command === "remove" && event.fromBase)) {
    return weak;
  }
  if (command !== "remove" && event.fromBase) {
    return skip(
      "base-code",
      `pull_request_target runs the default branch's code with the repository's secrets: it can remove the stage of ` +
        `pull request ${event.number}, but not ${command} it. The event pull_request can.`,
    );
  }
  const named = rules.stage === null || reservedFor(rules.stage) === event.number ? null : rules.stage;
  if (named !== null) {
    refuseForeign(named, event, rules);
  }
  const stage = named ?? pullRequestStage(event.number);
  return {
    kind: "stage",
    command,
    stage,
    origin: { kind: "pull_request", number: event.number },
    ephemeral: true,
    namedBy: named === null ? "origin" : "input",
    asked: command === "remove" && event.action !== "closed",
    commit: event.head.commit,
    rule: `${named === null ? "" : "input stage, "}pull request ${event.number} → ${stage}`,
  };
}

function commandFor(event: PullRequestEvent, asked: TargetRules["command"]): StageCommand | Skip {
  const { action, number } = event;
  switch (action) {
    case "closed":
      return asked === "auto" || asked === "remove"
        ? "remove"
        : skip("closed", `Pull request ${number} is closed: there is nothing to ${asked}.`);
    case "opened":
    case "reopened":
    case "synchronize":
      return asked === "auto" ? "deploy" : asked;
    case "edited":
      return asked === "auto"
        ? skip(
            "nothing-to-do",
            "A new title or text changes no stage. After a change of the base branch, push or run again to deploy.",
          )
        : asked;
    default:
      return asked === "auto"
        ? skip("nothing-to-do", `The action ${action} of a pull request changes no stage.`)
        : asked;
  }
}

/** The input `stage` must not hand a pull request what belongs to another one or to a long-lived branch. */
function refuseForeign(stage: string, event: PullRequestEvent, rules: TargetRules): void {
  const reserved = reservedFor(stage);
  const owner =
    reserved !== null
      ? `pull request ${reserved}`
      : longLivedOwner({ stage, rules: rules.branches, defaultBranch: event.repository.defaultBranch });
  if (owner === null) {
    return;
  }
  throw new Failure({
    code: "stage-taken",
    message: `input stage: ${stage} belongs to ${owner}; pull request ${event.number} cannot have it.`,
    next: "Leave the input stage out for pull requests, or make the number part of it.",
  });
}

function skip(code: string, reason: string): Skip {
  return { kind: "skip", code, reason };
}
