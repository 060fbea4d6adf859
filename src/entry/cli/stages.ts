import { defineCommand } from "citty";

import { listStages } from "../../commands/toolkit/list-stages.ts";
import { answer, homeFlags } from "./session.ts";

export const stages = defineCommand({
  meta: { name: "stages", description: "Lists the home's stages: made for what, which commit, how it ended, when." },
  args: { ...homeFlags, app: { type: "string", description: "Only this app's." } },
  run: ({ args }) => answer(args, (session) => listStages(session, { app: args.app ?? null })),
});
