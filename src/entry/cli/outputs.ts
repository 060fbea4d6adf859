import { listOutputs } from "../../commands/toolkit/read-outputs.ts";
import { defineCommand } from "./define-command.ts";
import { answer, keyOf, stageOptions } from "./session.ts";

export const outputs = defineCommand({
  name: "outputs",
  summary: "Prints a stage's outputs from its stored state; secret ones are hidden.",
  options: { ...stageOptions, "show-secrets": { type: "flag", description: "Print secret outputs in the clear." } },
  examples: ["stagewright outputs --stage production --home s3://shop-state/app"],
  run: (args) =>
    answer(args, async (session) =>
      listOutputs(session, {
        key: await keyOf(args, session),
        environment: process.env,
        showSecrets: args["show-secrets"],
      }),
    ),
});
