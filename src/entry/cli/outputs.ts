import { defineCommand } from "citty";

import { listOutputs } from "../../commands/toolkit/read-outputs.ts";
import { answer, keyOf, stageFlags } from "./session.ts";

export const outputs = defineCommand({
  meta: { name: "outputs", description: "Prints a stage's outputs from its stored state; secret ones are hidden." },
  args: {
    ...stageFlags,
    "show-secrets": { type: "boolean", description: "Print secret outputs in the clear.", default: false },
  },
  run: ({ args }) =>
    answer(args, async (session) =>
      listOutputs(session, {
        key: await keyOf(args, session),
        environment: process.env,
        showSecrets: args["show-secrets"],
      }),
    ),
});
