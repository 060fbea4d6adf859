import type { z } from "zod";
import { Failure } from "../failure.ts";
import { refOfWish } from "./by-hand.ts";
import type { Event, EventRepository } from "./event.ts";
import {
  anySchema,
  deleteSchema,
  pullRequestSchema,
  pushSchema,
  scheduleSchema,
  type repositorySchema,
  workflowDispatchSchema,
} from "./payload-schemas.ts";

const HEADS = "refs/heads/";
const TAGS = "refs/tags/";
const NO_COMMIT = /^0+$/;

/**
 * What happened, from an event's name (`GITHUB_EVENT_NAME`) and its payload (the parsed `GITHUB_EVENT_PATH`). Texts are kept as they are.
 * An event that Stagewright does not act on is `ignored`, with the reason.
 * Throws `Failure` (`bad-event`) naming the first field that an event should have and has not.
 */
export function parseEvent(name: string, payload: unknown): Event {
  switch (name) {
    case "push":
      return parsePush(payload);
    case "delete":
      return parseDelete(payload);
    case "pull_request":
    case "pull_request_target":
      return parsePullRequest(name, payload);
    case "workflow_dispatch":
      return parseDispatch(payload);
    case "schedule":
      return parseSchedule(payload);
    default:
      return ignored({ name, payload, reason: reasonToIgnore(name) });
  }
}

function parsePush(payload: unknown): Event {
  const push = read({ name: "push", schema: pushSchema, payload });
  const removed = push.deleted === true || NO_COMMIT.test(push.after);
  const change = {
    ...commonOf(push),
    action: removed ? "removed" : "pushed",
    by: "push",
    commit: removed ? push.before : push.after,
  } as const;
  if (push.ref.startsWith(HEADS)) {
    const before = NO_COMMIT.test(push.before) ? null : push.before;
    return { kind: "branch", branch: push.ref.slice(HEADS.length), ...change, before };
  }
  if (push.ref.startsWith(TAGS)) {
    return { kind: "tag", tag: push.ref.slice(TAGS.length), ...change };
  }
  return ignored({ name: "push", payload, reason: `${push.ref} is neither a branch nor a tag.` });
}

/** `delete` gives the short name: https://docs.github.com/en/webhooks/webhook-events-and-payloads#delete */
function parseDelete(payload: unknown): Event {
  const removal = read({ name: "delete", schema: deleteSchema, payload });
  const change = { ...commonOf(removal), action: "removed", by: "delete", commit: null } as const;
  return removal.ref_type === "branch"
    ? { kind: "branch", branch: removal.ref, ...change, before: null }
    : { kind: "tag", tag: removal.ref, ...change };
}

function parsePullRequest(name: string, payload: unknown): Event {
  const event = read({ name, schema: pullRequestSchema, payload });
  const pull = event.pull_request;
  return {
    kind: "pull_request",
    ...commonOf(event),
    action: event.action,
    number: pull.number,
    title: pull.title,
    head: { branch: pull.head.ref, commit: pull.head.sha },
    base: { branch: pull.base.ref },
    before: event.before ?? null,
    merged: pull.merged === true,
    fork: pull.head.repo?.id !== event.repository.id,
    // The author, never the actor: a run that a person starts again has no more secrets than the first one.
    dependabot: pull.user?.login === "dependabot[bot]",
    fromBase: name === "pull_request_target",
  };
}

function parseDispatch(payload: unknown): Event {
  const dispatch = read({ name: "workflow_dispatch", schema: workflowDispatchSchema, payload });
  const inputs = Object.entries(dispatch.inputs ?? {}).map(([key, value]) => [key, String(value ?? "")] as const);
  return {
    kind: "manual",
    by: "workflow_dispatch",
    ...commonOf(dispatch),
    ref: dispatch.ref,
    inputs: Object.fromEntries(inputs),
  };
}

/** The payload of a scheduled run may hold the schedule alone; without a repository there is nothing to act on. */
function parseSchedule(payload: unknown): Event {
  const schedule = scheduleSchema.safeParse(payload);
  return schedule.success
    ? { kind: "schedule", ...commonOf(schedule.data) }
    : ignored({ name: "schedule", payload, reason: reasonToIgnore("schedule") });
}

function ignored(what: { name: string; payload: unknown; reason: string }): Event {
  const { repository, sender } = anySchema.safeParse(what.payload).data ?? {};
  return {
    kind: "ignored",
    name: what.name,
    reason: what.reason,
    byHandOn: refOfWish(what.name, what.payload),
    repository: repository ? repositoryOf(repository) : null,
    sender: sender?.login ?? "ghost",
  };
}

function reasonToIgnore(name: string): string {
  switch (name) {
    case "create":
      return "A new branch or tag comes with a push event, which is the one that counts.";
    case "merge_group":
      return "A merge queue tries commits that are not merged yet; they get no stage.";
    default:
      return `No stage follows from the event ${name}.`;
  }
}

function commonOf(payload: {
  repository: z.infer<typeof repositorySchema>;
  sender?: { login: string } | null | undefined;
}): { repository: EventRepository; sender: string } {
  return { repository: repositoryOf(payload.repository), sender: payload.sender?.login ?? "ghost" };
}

function repositoryOf(repository: z.infer<typeof repositorySchema>): EventRepository {
  const [owner = "", name = ""] = repository.full_name.split("/");
  return { id: repository.id, owner, name, defaultBranch: repository.default_branch ?? null };
}

function read<Schema extends z.ZodType>(what: { name: string; schema: Schema; payload: unknown }): z.infer<Schema> {
  const parsed = what.schema.safeParse(what.payload);
  if (parsed.success) {
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? "the payload itself" : issue.path.join(".");
  throw new Failure({
    code: "bad-event",
    message: `The ${what.name} event cannot be used: ${field}: ${issue?.message ?? "unreadable"}.`,
    next: "Check that the file at GITHUB_EVENT_PATH is the payload that GitHub sent for this event.",
    cause: parsed.error,
  });
}
