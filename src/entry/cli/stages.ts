import { listStages } from "../../commands/toolkit/list-stages.ts";
import { defineCommand } from "./define-command.ts";
import { answer, homeOptions } from "./session.ts";

export const stages = defineCommand({
  name: "stages",
  summary: "Lists the home's stages: origin, commit, status, last update.",
  options: { app: { type: "text", value: "APP", description: "Only this app's stages." }, ...homeOptions },
  examples: ["stagewright stages --home s3://shop-state/app"],
  run: (args) => answer(args, (session) => listStages(session, { app: args.app ?? null })),
});
