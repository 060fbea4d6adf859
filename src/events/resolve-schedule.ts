import { Failure } from "../failure.ts";
import { pullRequestStage, reservedFor } from "./stage-name.ts";
import type { Target } from "./target.ts";
import type { TargetRules } from "./target-rules.ts";

/** A scheduled run: it has no stage of its own, and does what the inputs `command` and `stage` say. Nothing is removed by one. */
export function resolveSchedule({ command, stage, commit }: TargetRules): Target {
  if (command === "auto" || command === "remove") {
    const reason =
      command === "remove"
        ? "A schedule removes no stage."
        : "A schedule has no stage of its own. The inputs command (refresh, diff or deploy) and stage can name one.";
    return { kind: "skip", code: "schedule", reason };
  }
  if (stage === null) {
    throw new Failure({
      code: "stage-missing",
      message: `A scheduled run with the command ${command} names no stage.`,
      next: "Give the input stage.",
    });
  }
  const pullRequest = reservedFor(stage);
  return {
    kind: "stage",
    command,
    stage: pullRequest === null ? stage : pullRequestStage(pullRequest),
    origin: pullRequest === null ? { kind: "manual" } : { kind: "pull_request", number: pullRequest },
    ephemeral: pullRequest !== null,
    // Whoever wrote the schedule, into the default branch, means that very stage, whatever it was made for.
    namedBy: "person",
    asked: false,
    commit: pullRequest === null ? commit : null,
    rule: `by schedule, stage ${stage}`,
  };
}
