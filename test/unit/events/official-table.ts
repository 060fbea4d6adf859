import { describeEvent } from "../../../src/events/explain.ts";
import { parseEvent } from "../../../src/events/parse-event.ts";
import { resolveTarget } from "../../../src/events/resolve-target.ts";
import type { Target } from "../../../src/events/target.ts";
import { type Example, officialExamples } from "./examples.ts";
import { rulesOf } from "./given.ts";

const EVENTS = ["push", "delete", "workflow_dispatch", "pull_request"] as const;

/** Every official example and what comes of it without any input, a row each; pull requests also as `pull_request_target`. */
export function officialRows(): readonly string[] {
  const examples = EVENTS.flatMap((event) => officialExamples(event));
  const onBase = officialExamples("pull_request").map((example) => ({ ...example, event: "pull_request_target" }));
  return [...examples, ...onBase].map(row);
}

function row({ source, event, number, payload }: Example): string {
  const happened = parseEvent(event, payload);
  const result = resultOf(resolveTarget(happened, rulesOf()));
  return [source.padEnd(14), `${event} ${number}`.padEnd(22), describeEvent(happened), result].join(" | ");
}

function resultOf(target: Target): string {
  if (target.kind === "skip") {
    return `skip ${target.code}`;
  }
  const { command, stage, ephemeral, rule, commit } = target;
  return `${command} ${stage} at ${commit?.slice(0, 7) ?? "-"}, ${ephemeral ? "ephemeral" : "long-lived"}: ${rule}`;
}
