import { readFile, writeFile } from "node:fs/promises";

import { importState } from "../../commands/toolkit/import-state.ts";
import { restoreKept, waiveKept } from "../../commands/toolkit/restore-kept.ts";
import { restoreState } from "../../commands/toolkit/restore-state.ts";
import { exportState, listResources, stateHistory, verifyState } from "../../commands/toolkit/state.ts";
import { Failure } from "../../failure.ts";
import { defineCommand } from "./define-command.ts";
import { importSource, saltedConfig } from "./import-source.ts";
import { usageError } from "./usage-error.ts";
import { answer, changeOptions, keyOf, openSession, patienceOf, stageOptions, terminalMask } from "./session.ts";

export const list = defineCommand({
  name: "state list",
  summary: "Lists the resources in a stage's state.",
  options: stageOptions,
  examples: ["stagewright state list --stage pr-12 --home s3://shop-state/app"],
  run: (args) => answer(args, async (session) => listResources(session, await keyOf(args, session))),
});

export const history = defineCommand({
  name: "state history",
  summary: "Lists what was done to a stage, and which states can be restored.",
  options: stageOptions,
  examples: ["stagewright state history --stage production --home s3://shop-state/app"],
  run: (args) => answer(args, async (session) => stateHistory(session, await keyOf(args, session))),
});

export const exported = defineCommand({
  name: "state export",
  summary: "Prints a stage's state, or a snapshot of it, as `pulumi stack import` takes it; secrets stay encrypted.",
  positional: { name: "SNAPSHOT", description: "A snapshot's id. Default: the state as it is.", required: false },
  options: {
    ...stageOptions,
    raw: { type: "flag", description: "The state as it is stored, byte for byte." },
    "to-passphrase-file": {
      type: "text",
      value: "FILE",
      description: "Encrypt the secrets with the passphrase in this file, for the backend that is to import it.",
    },
    out: { type: "text", value: "FILE", description: "A file to write to instead." },
  },
  examples: ["stagewright state export --stage production --home s3://shop-state/app --out state.json"],
  run: async (args) => {
    const session = await openSession(args, terminalMask());
    const text = await exportState(session, {
      key: await keyOf(args, session),
      id: args.positional ?? null,
      form: args.raw ? "stored" : "exported",
      environment: process.env,
      toPassphrase: await passphraseIn("to-passphrase-file", args),
    });
    // The state as it is, not masked: one that is masked could not be brought back.
    if (args.out === undefined) {
      process.stdout.write(text);
    } else {
      await writeFile(args.out, text, { mode: 0o600 });
    }
  },
});

export const restore = defineCommand({
  name: "state restore",
  summary:
    "Brings a snapshot, or a state that could not be stored, back as a stage's state; its resources are not touched.",
  positional: { name: "SNAPSHOT", description: "A snapshot's id (`state history` lists them).", required: false },
  options: {
    ...stageOptions,
    "from-file": {
      type: "text",
      value: "FILE",
      description: "Instead of a snapshot: the file in which a run kept the state that it could not store.",
    },
    reason: { type: "text", value: "TEXT", description: "Why; it is put on record." },
    ...changeOptions,
    "lock-timeout": { ...changeOptions["lock-timeout"], default: 60 },
  },
  examples: [
    'stagewright state restore 20261125T101403 --stage production --home s3://shop-state/app --reason "bad deploy"',
    "stagewright state restore --stage pr-12 --home s3://shop-state/app --from-file kept.json",
  ],
  run: async (args) => {
    const { positional: id, "from-file": file } = args;
    if ((id === undefined) === (file === undefined)) {
      throw usageError(
        "`state restore` needs SNAPSHOT or `--from-file`, and not both.",
        "See `stagewright help state restore`.",
      );
    }
    await answer(args, async (session) => {
      const order = { key: await keyOf(args, session), reason: args.reason ?? null, patience: patienceOf(args) };
      return file === undefined
        ? restoreState(session, { ...order, id: id ?? "" })
        : restoreKept(session, { ...order, file, text: await readKept(file) });
    });
  },
});

export const waive = defineCommand({
  name: "state waive",
  summary: "Gives up a state that a run could not store, so that the stage can be deployed without it.",
  positional: { name: "ID", description: "the kept state's id, as the run named it", required: true },
  options: { ...stageOptions, reason: { type: "text", value: "TEXT", description: "Why; it is put on record." } },
  examples: ["stagewright state waive 20261125T101403000Z-0a1b2c --stage pr-12 --home s3://shop-state/app"],
  run: (args) =>
    answer(args, async (session) =>
      waiveKept(session, {
        key: await keyOf(args, session),
        id: args.positional ?? "",
        reason: args.reason ?? null,
      }),
    ),
});

async function readKept(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw new Failure({
      code: "no-such-file",
      message: `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: "Name the file that the run kept.",
      cause,
    });
  });
}

export const imported = defineCommand({
  name: "state import",
  summary: "Moves a stack of plain Pulumi into the home as a stage; its resources are not touched.",
  options: {
    ...stageOptions,
    "from-backend": {
      type: "text",
      value: "URL",
      description: "The Pulumi backend that has the stack, as PULUMI_BACKEND_URL.",
    },
    "from-file": { type: "text", value: "FILE", description: "A file that `pulumi stack export` wrote." },
    "old-passphrase-file": {
      type: "text",
      value: "FILE",
      description: "A file with the passphrase of the old stack's secrets. Default: the environment's.",
    },
    "keep-old": { type: "flag", description: "Leave the old stack as it is." },
    ...changeOptions,
    "lock-timeout": { ...changeOptions["lock-timeout"], default: 60 },
  },
  examples: [
    "stagewright state import --stage production --home s3://shop-state/app --from-backend s3://old-pulumi-state",
  ],
  run: (args) =>
    answer(args, async (session) => {
      const key = await keyOf(args, session);
      const oldPassphrase = await passphraseIn("old-passphrase-file", args);
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
        patience: patienceOf(args),
      });
    }),
});

/** The passphrase in a file that an option names, from now on hidden; null where none does. */
async function passphraseIn(option: string, args: { readonly [name: string]: unknown }): Promise<string | null> {
  const file = args[option];
  if (typeof file !== "string") {
    return null;
  }
  const passphrase = await readFile(file, "utf8").catch((cause: unknown) => {
    throw usageError(
      `\`--${option}\` names ${file}, which cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Give the path of a file that holds the passphrase.",
    );
  });
  terminalMask().add(passphrase.trim());
  return passphrase.trim();
}

export const verify = defineCommand({
  name: "state verify",
  summary: "Says what is wrong with a stage's state.",
  options: stageOptions,
  examples: ["stagewright state verify --stage production --home s3://shop-state/app"],
  run: (args) => answer(args, async (session) => verifyState(session, await keyOf(args, session))),
});
