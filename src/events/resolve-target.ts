import { Failure } from "../failure.ts";
import { withWish } from "./by-hand.ts";
import type { Event } from "./event.ts";
import { resolveBranch } from "./resolve-branch.ts";
import { resolveManual } from "./resolve-manual.ts";
import { resolvePullRequest } from "./resolve-pull-request.ts";
import { resolveSchedule } from "./resolve-schedule.ts";
import { checkStageName, reservedFor } from "./stage-name.ts";
import type { Target } from "./target.ts";
import type { TargetRules } from "./target-rules.ts";

export type { TargetRules } from "./target-rules.ts";

/**
 * The stage that an event is for and what to do with it, or why nothing is done. The world as it is now is looked at later (`guard.ts`).
 *
 * What a branch, tag or pull request is called never makes it throw. What the inputs say may: `Failure` with `bad-stage-name`,
 * `ambiguous-branches`, `stage-taken`, `stage-missing`, `stage-and-pull-request` or `event-not-supported`.
 */
export function resolveTarget(happened: Event, rules: TargetRules): Target {
  const event = withWish(happened, rules);
  if (event.kind === "ignored") {
    return { kind: "skip", code: "event", reason: event.reason };
  }
  const checked = { ...rules, stage: rules.stage === null ? null : checkStageName(rules.stage) };
  if (event.kind === "pull_request") {
    return resolvePullRequest(event, checked);
  }
  if (event.kind === "manual") {
    return resolveManual(event, checked);
  }
  if (event.kind === "schedule") {
    return resolveSchedule(checked);
  }
  refuseReserved(checked.stage);
  return event.kind === "tag" ? resolveTag(event, checked) : resolveBranch(event, checked);
}

/** A tag has no stage of its own: only the input `stage` gives it one, and nothing is ever removed with a tag. */
function resolveTag(event: Extract<Event, { kind: "tag" }>, rules: TargetRules): Target {
  const { tag, commit } = event;
  if (event.action === "removed" || rules.command === "remove") {
    return { kind: "skip", code: "tag", reason: `Tag ${tag}: nothing is ever removed with a tag.` };
  }
  if (rules.stage === null) {
    return {
      kind: "skip",
      code: "tag",
      reason: `Tag ${tag} has no stage. The input stage can name one to deploy.`,
    };
  }
  return {
    kind: "stage",
    command: rules.command === "auto" ? "deploy" : rules.command,
    stage: rules.stage,
    origin: { kind: "tag", tag },
    ephemeral: false,
    namedBy: "input",
    asked: false,
    commit,
    rule: `input stage, tag ${tag} → ${rules.stage}`,
  };
}

function refuseReserved(stage: string | null): void {
  if (stage === null || reservedFor(stage) === null) {
    return;
  }
  throw new Failure({
    code: "stage-taken",
    message: `input stage: ${stage} belongs to a pull request; branches and tags cannot have it.`,
    next: "Give the input stage another name, or leave it out.",
  });
}
