import { writeFile } from "node:fs/promises";

import { defineCommand } from "citty";

import { restoreState } from "../../commands/toolkit/restore-state.ts";
import { exportState, listResources, stateHistory, verifyState } from "../../commands/toolkit/state.ts";
import { answer, keyOf, openSession, orExplain, stageFlags } from "./session.ts";

const list = defineCommand({
  meta: { name: "list", description: "Lists the resources in a stage's state." },
  args: stageFlags,
  run: ({ args }) => answer(args, async (session) => listResources(session, await keyOf(args, session))),
});

const history = defineCommand({
  meta: { name: "history", description: "Lists what was done to a stage, and which states can be brought back." },
  args: stageFlags,
  run: ({ args }) => answer(args, async (session) => stateHistory(session, await keyOf(args, session))),
});

const exported = defineCommand({
  meta: { name: "export", description: "Prints a stage's state, or a snapshot of it; secrets stay encrypted." },
  args: {
    ...stageFlags,
    id: { type: "positional", description: "A snapshot's id. Default: the state as it is.", required: false },
    out: { type: "string", description: "A file to write to instead." },
  },
  run: ({ args }) =>
    orExplain(async (mask) => {
      const session = await openSession(args, mask);
      const text = await exportState(session, { key: await keyOf(args, session), id: args.id ?? null });
      // The state as it is, not masked: one that is masked could not be brought back.
      if (args.out === undefined) {
        process.stdout.write(text);
      } else {
        await writeFile(args.out, text, { mode: 0o600 });
      }
    }),
});

const restore = defineCommand({
  meta: { name: "restore", description: "Brings a snapshot back as a stage's state; its resources are not touched." },
  args: {
    ...stageFlags,
    id: { type: "positional", description: "The snapshot's id (`state history` lists them).", required: true },
    reason: { type: "string", description: "Why; it is put on record." },
    "lock-timeout": { type: "string", description: "How many seconds to wait for who holds the stage.", default: "60" },
  },
  run: ({ args }) =>
    answer(args, async (session) =>
      restoreState(session, {
        key: await keyOf(args, session),
        id: args.id,
        reason: args.reason ?? null,
        patience: { lockTimeoutSeconds: Number(args["lock-timeout"]), engineGraceSeconds: 600 },
      }),
    ),
});

const verify = defineCommand({
  meta: { name: "verify", description: "Says what is wrong with a stage's state." },
  args: stageFlags,
  run: ({ args }) => answer(args, async (session) => verifyState(session, await keyOf(args, session))),
});

export const state = defineCommand({
  meta: { name: "state", description: "A stage's state: its resources, its history, and the way back." },
  subCommands: { list, history, export: exported, restore, verify },
});
