import { parseBranchRules } from "../../events/branch-rules.ts";
import { explainTarget } from "../../events/explain.ts";
import { resolveTarget } from "../../events/resolve-target.ts";
import { visible } from "../../report/visible.ts";
import { readEvent } from "../event-file.ts";
import { defineCommand } from "./define-command.ts";
import { jsonOption, terminalMask } from "./session.ts";

export const explain = defineCommand({
  name: "explain",
  summary: "Says what an event would do, offline: event → rule → stage → command.",
  positional: { name: "FILE", description: "The event's payload, as GitHub sends it (JSON).", required: true },
  options: {
    event: {
      type: "text",
      value: "NAME",
      description: "The event's name: push, pull_request, delete, workflow_dispatch …",
      required: true,
    },
    branches: { type: "text", value: "RULES", description: "The input `branches`.", mayBeEmpty: true, default: "" },
    stage: { type: "text", value: "STAGE", description: "The input `stage`." },
    json: jsonOption,
  },
  examples: ['stagewright explain event.json --event push --branches "main=production"'],
  run: async (args) => {
    const event = await readEvent(args.event, args.positional ?? "");
    const target = resolveTarget(event, {
      branches: parseBranchRules(args.branches),
      command: "auto",
      stage: args.stage ?? null,
      pullRequest: null,
      commit: null,
    });
    const lines = explainTarget(event, target);
    const text = args.json ? JSON.stringify({ event: event.kind, target, lines }, null, 2) : visible(lines.join("\n"));
    console.log(terminalMask().hide(text));
  },
});
