import { defineCommand } from "citty";

import { unlock as unlockStage } from "../../commands/toolkit/unlock.ts";
import { answer, keyOf, stageFlags } from "./session.ts";

export const unlock = defineCommand({
  meta: { name: "unlock", description: "Shows who holds a stage's lock; with a reason, takes it from that holder." },
  args: { ...stageFlags, reason: { type: "string", description: "Why; it is put on record, and the holder is told." } },
  run: ({ args }) =>
    answer(args, async (session) =>
      unlockStage(session, { key: await keyOf(args, session), reason: args.reason ?? null }),
    ),
});
