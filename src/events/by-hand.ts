import { z } from "zod";

import { Failure } from "../failure.ts";
import type { Event } from "./event.ts";
import type { TargetRules } from "./target-rules.ts";

/** What a step's inputs ask for in so many words, whatever the event is. */
type Wish = Pick<TargetRules, "command" | "stage" | "pullRequest">;

const releaseSchema = z.looseObject({ action: z.string(), release: z.looseObject({ tag_name: z.string().min(1) }) });
const dispatchSchema = z.looseObject({
  branch: z.string().min(1).nullish(),
  repository: z.looseObject({ default_branch: z.string().min(1).nullish() }),
});

/** With these a release goes; there is nothing left of it to deploy. */
const takenBack = new Set(["deleted", "unpublished"]);

/**
 * The ref of an event that starts nothing by itself, but may run as if a person had started the workflow: only those that write access to the
 * repository is needed for, and that run its own code. A `release` runs on its tag, a `repository_dispatch` on the default branch. null for
 * all others: anybody may write an `issue_comment`, and a fork's pull request may be behind a `workflow_run`.
 */
export function refOfWish(name: string, payload: unknown): string | null {
  if (name === "release") {
    const { data } = releaseSchema.safeParse(payload);
    return data === undefined || takenBack.has(data.action) ? null : `refs/tags/${data.release.tag_name}`;
  }
  if (name === "repository_dispatch") {
    const { data } = dispatchSchema.safeParse(payload);
    const branch = data?.branch ?? data?.repository.default_branch ?? null;
    return branch === null ? null : `refs/heads/${branch}`;
  }
  return null;
}

/**
 * The event as the step's inputs make it: one that starts nothing by itself is taken for a run by hand, with all the guards of one, where it
 * may be and the inputs ask for something. An explicit wish is never passed over in silence: where the event may not carry it out, that is a
 * `Failure` (`event-not-supported`).
 */
export function withWish(event: Event, wish: Wish): Event {
  if (event.kind !== "ignored" || passedOver.has(event.name)) {
    return event;
  }
  const asked = wordsOf(wish);
  if (asked.length === 0) {
    return event;
  }
  const { name, byHandOn, repository, sender } = event;
  if (byHandOn !== null && repository !== null) {
    return { kind: "manual", by: name, ref: byHandOn, inputs: {}, repository, sender };
  }
  throw new Failure({
    code: "event-not-supported",
    message: `The event ${name} starts no command, but the step asks for one (${asked.join(", ")}). Nothing was done${why(name)}.`,
    next: `${elsewhere(name)}, or leave the step out for this event.`,
  });
}

/** These say by themselves why they are passed over, in workflows that are started by others as well. */
const passedOver = new Set(["create", "merge_group"]);

function wordsOf({ command, stage, pullRequest }: Wish): readonly string[] {
  return [
    ...(command === "auto" ? [] : [`command: ${command}`]),
    ...(stage === null ? [] : [`stage: ${stage}`]),
    ...(pullRequest === null ? [] : [`pull-request: ${pullRequest}`]),
  ];
}

function why(name: string): string {
  switch (name) {
    case "workflow_run":
      return ": a fork's pull request may be behind it, and it runs with the repository's own secrets";
    case "release":
      return ": the release was taken back, or its tag is not known";
    default:
      return /comment|discussion|review|^issues$/u.test(name)
        ? ": anybody may cause it, and it runs with the repository's own secrets"
        : "";
  }
}

function elsewhere(name: string): string {
  return name === "workflow_run"
    ? "Deploy in a job that `needs` the others, or let the other workflow start a `workflow_dispatch` run with these inputs (`gh workflow run FILE --field stage=…`)"
    : "Start a `workflow_dispatch` run with these inputs instead (`gh workflow run FILE --field stage=…`), once it is known who asks";
}
