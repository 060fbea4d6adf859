import type { Event } from "./event.ts";
import type { Target } from "./target.ts";

/** An event and what follows from it, as lines of text: event, rule, stage, command; or why nothing is done. */
export function explainTarget(event: Event, target: Target): readonly string[] {
  if (target.kind === "skip") {
    return [line("event", describeEvent(event)), line("skipped", `${target.reason} (${target.code})`)];
  }
  return [
    line("event", describeEvent(event)),
    line("rule", target.rule),
    line("stage", `${target.stage} (${target.ephemeral ? "ephemeral" : "long-lived"})`),
    line("command", target.command),
  ];
}

/** What happened, in words: `branch feature/x pushed at 1a2b3c4 in acme/shop, by octocat`. */
export function describeEvent(event: Event): string {
  const where = event.repository === null ? "" : ` in ${event.repository.owner}/${event.repository.name}`;
  return `${happening(event)}${where}, by ${event.sender}`;
}

function happening(event: Event): string {
  switch (event.kind) {
    case "branch":
      return `branch ${event.branch} ${event.action}${at(event.commit)}`;
    case "tag":
      return `tag ${event.tag} ${event.action}${at(event.commit)}`;
    case "pull_request":
      return `pull request ${event.number} ${event.action}${at(event.head.commit)}`;
    case "manual":
      return event.by === "workflow_dispatch"
        ? `started by hand on ${event.ref}`
        : `${event.by} on ${event.ref}, taken for a run by hand`;
    case "schedule":
      return "started by schedule";
    case "ignored":
      return event.name;
    default:
      return event satisfies never;
  }
}

function at(commit: string | null): string {
  return commit === null ? "" : ` at ${commit.slice(0, 7)}`;
}

function line(label: string, text: string): string {
  return `${label.padEnd(8)} ${text}`;
}
