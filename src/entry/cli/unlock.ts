import { unlock as unlockStage } from "../../commands/toolkit/unlock.ts";
import { defineCommand } from "./define-command.ts";
import { answer, keyOf, stageOptions } from "./session.ts";

export const unlock = defineCommand({
  name: "unlock",
  summary: "Shows who holds a stage's lock; with `--reason`, breaks it.",
  options: {
    ...stageOptions,
    reason: { type: "text", value: "TEXT", description: "Why; it is put on record, and the holder is told." },
  },
  examples: [
    "stagewright unlock --stage pr-12 --home s3://shop-state/app",
    'stagewright unlock --stage pr-12 --home s3://shop-state/app --reason "its machine is gone"',
  ],
  run: (args) =>
    answer(args, async (session) =>
      unlockStage(session, { key: await keyOf(args, session), reason: args.reason ?? null }),
    ),
});
