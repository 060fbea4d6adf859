import { defineCommand, runMain } from "citty";

import { parseBranchRules } from "../events/branch-rules.ts";
import { explainTarget } from "../events/explain.ts";
import { resolveTarget } from "../events/resolve-target.ts";
import { describeFailure } from "../failure.ts";
import { readEvent } from "./event-file.ts";

const explain = defineCommand({
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

/** Runs a command; an error is told in the words that are meant for people, and the exit code is 1. */
async function orExplain(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const { message, next } = describeFailure(error);
    console.error(`${message}\n${next}`);
    process.exitCode = 1;
  }
}

await runMain(
  defineCommand({
    meta: { name: "stagewright", description: "Every branch and every pull request gets its own stage." },
    subCommands: { explain },
  }),
);
