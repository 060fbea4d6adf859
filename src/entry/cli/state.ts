import { writeFile } from "node:fs/promises";

import { defineCommand } from "citty";

import { importState } from "../../commands/toolkit/import-state.ts";
import { restoreState } from "../../commands/toolkit/restore-state.ts";
import { exportState, listResources, stateHistory, verifyState } from "../../commands/toolkit/state.ts";
import { passphraseOf } from "../../engine/pulumi/passphrase.ts";
import { importSource, saltedConfig } from "./import-source.ts";
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
  meta: {
    name: "export",
    description:
      "Prints a stage's state, or a snapshot of it, as `pulumi stack import` takes it; secrets stay encrypted.",
  },
  args: {
    ...stageFlags,
    raw: { type: "boolean", description: "The state as it is stored, byte for byte.", default: false },
    "to-passphrase-file": {
      type: "string",
      description: "Encrypt the secrets with the passphrase in this file, for the backend that is to import it.",
    },
    id: { type: "positional", description: "A snapshot's id. Default: the state as it is.", required: false },
    out: { type: "string", description: "A file to write to instead." },
  },
  run: ({ args }) =>
    orExplain(async (mask) => {
      const session = await openSession(args, mask);
      const text = await exportState(session, {
        key: await keyOf(args, session),
        id: args.id ?? null,
        form: args.raw ? "stored" : "exported",
        environment: process.env,
        toPassphrase: await passphraseIn(args["to-passphrase-file"]),
      });
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

const imported = defineCommand({
  meta: {
    name: "import",
    description: "Moves a stack of plain Pulumi into the home as a stage; its resources are not touched.",
  },
  args: {
    ...stageFlags,
    "from-backend": { type: "string", description: "The Pulumi backend that has the stack, as PULUMI_BACKEND_URL." },
    "from-file": { type: "string", description: "A file that `pulumi stack export` wrote." },
    "old-passphrase-file": {
      type: "string",
      description: "A file with the passphrase of the old stack's secrets. Default: the environment's.",
    },
    "keep-old": { type: "boolean", description: "Leave the old stack as it is.", default: false },
    "lock-timeout": { type: "string", description: "How many seconds to wait for who holds the stage.", default: "60" },
  },
  run: ({ args }) =>
    answer(args, async (session) => {
      const key = await keyOf(args, session);
      const oldPassphrase = await passphraseIn(args["old-passphrase-file"]);
      const source = await importSource(session, key, {
        backend: args["from-backend"] ?? null,
        file: args["from-file"] ?? null,
        keepOld: args["keep-old"],
        oldPassphrase,
      });
      return importState(session, {
        key,
        source,
        environment: process.env,
        oldPassphrase,
        config: await saltedConfig(session.directory, key.stage),
        patience: { lockTimeoutSeconds: Number(args["lock-timeout"]), engineGraceSeconds: 600 },
      });
    }),
});

/** The passphrase in a file that an option names; null where none does. */
function passphraseIn(file: string | undefined): Promise<string | null> {
  return passphraseOf(file === undefined ? {} : { PULUMI_CONFIG_PASSPHRASE_FILE: file });
}

const verify = defineCommand({
  meta: { name: "verify", description: "Says what is wrong with a stage's state." },
  args: stageFlags,
  run: ({ args }) => answer(args, async (session) => verifyState(session, await keyOf(args, session))),
});

export const state = defineCommand({
  meta: { name: "state", description: "A stage's state: its resources, its history, and the way back." },
  subCommands: { list, history, export: exported, import: imported, restore, verify },
});
