import { defineCommand } from "citty";

import { parseBranchRules } from "../../events/branch-rules.ts";
import { explainTarget } from "../../events/explain.ts";
import { resolveTarget } from "../../events/resolve-target.ts";
import { readEvent } from "../event-file.ts";
import { orExplain } from "./session.ts";

export const explain = defineCommand({
  meta: { name: "explain", description: "Says what an event would do, offline: event → rule → stage → command." },
  args: {
    file: { type: "positional", description: "The event's payload, as GitHub sends it (JSON).", required: true },
    event: {
      type: "string",
      description: "The event's name: push, pull_request, delete, workflow_dispatch …",
      required: true,
    },
    branches: { type: "string", description: "The input `branches`.", default: "" },
    stage: { type: "string", description: "The input `stage`.", default: "" },
  },
  run: ({ args }) =>
    orExplain(async () => {
      const event = await readEvent(args.event, args.file);
      const target = resolveTarget(event, {
        branches: parseBranchRules(args.branches),
        command: "auto",
        stage: args.stage === "" ? null : args.stage,
        pullRequest: null,
        commit: null,
      });
      for (const line of explainTarget(event, target)) {
        console.log(line);
      }
    }),
});
