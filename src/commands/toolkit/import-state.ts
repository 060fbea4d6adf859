import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { passphraseOf, requirePassphrase } from "../../engine/pulumi/passphrase.ts";
import { reencrypt, secretsKind } from "../../engine/pulumi/reencrypt.ts";
import { openSecrets } from "../../engine/pulumi/secrets.ts";
import { Failure } from "../../failure.ts";
import { fromExport } from "../../home/exported.ts";
import type { OpenHome } from "../../home/home.ts";
import { nameStage } from "../../lock/describe-lock.ts";
import { holdLock, type LockPatience } from "../hold-lock.ts";
import { openStage } from "../open-stage.ts";
import type { Answer, Toolkit } from "./toolkit.ts";
import { commandLine } from "../../reader/advice.ts";

/** A stack as plain Pulumi keeps it, to be moved. */
export type ImportSource = {
  /** For people. */
  readonly where: string;
  /** Its state: as `pulumi stack export` writes it, or as it is stored. `shown`: with the secrets in the clear, where that can be had. */
  readonly read: (how?: "shown") => Promise<string>;
  /** Puts the old stack out of reach once its state is here; resolves to what it is called now. null: there is nothing to put away. */
  readonly retire: (() => Promise<string>) | null;
};

/**
 * Moves a stack of plain Pulumi into the home as a stage, under the stage's lock: its secrets under the passphrase that the stage's deploys
 * use. The resources themselves are not touched. Refused where the home already has resources of the stage, and for a state of another
 * app or stage. The old stack is put away last, when what arrived was read back and counted.
 */
export async function importState(
  toolkit: Toolkit,
  order: {
    readonly key: StageKey;
    readonly source: ImportSource;
    /** Where the passphrases come from: the one that deploys will use, by Pulumi's own names. */
    readonly environment: Readonly<Record<string, string | undefined>>;
    /** The passphrase that the old stack's secrets are under; null: the one that deploys will use. */
    readonly oldPassphrase: string | null;
    /** The checked-out configuration of the stage, and the salt in it; null where it names none. */
    readonly config: { readonly file: string; readonly salt: string } | null;
    readonly patience: LockPatience;
  },
): Promise<Answer> {
  const { key, source } = order;
  const { home } = toolkit;
  if (home.kind === "backend") {
    throw noImport(home.where);
  }
  const found = await readSource(source, key);
  const count = resourcesOf(found).length;
  await using lock = await holdLock(toolkit, order.patience, { key, command: "import" });
  await using opening = openStage(toolkit, { key, mode: "change", lock });
  const opened = await opening.opened;
  await refuseTaken(opened, key, home.where);
  const startedAt = toolkit.now().toISOString();
  const { state, keyWords } = await underOwnKey(found, opened, order);
  await opened.prepare(key);
  await opened.replaceCheckpoint?.(key, state);
  await opened.commit();
  await checkArrived(toolkit, key, count);
  await opened.addToHistory({
    command: "import",
    outcome: "succeeded",
    reason: `from ${source.where}`,
    commit: null,
    actor: toolkit.run.actor,
    run: toolkit.run.link?.url ?? null,
    startedAt,
    endedAt: toolkit.now().toISOString(),
    counts: {},
    changes: [],
    moreChanges: 0,
  });
  const retired = await retire(source, key);
  return {
    text: [`Imported ${nameStage(key)} from ${source.where}: ${count} resources. ${keyWords}`, retired.text].join("\n"),
    json: { imported: count, from: source.where, renamedTo: retired.name },
    ok: retired.ok,
  };
}

function noImport(where: string): Failure {
  return new Failure({
    code: "no-import",
    message: `The states in ${where} are the engine's own backend's.`,
    next: "Use `pulumi stack import` there, or name a home `s3://…` or `local` (`--home`).",
  });
}

async function readSource(source: ImportSource, key: StageKey): Promise<Checkpoint> {
  const plain = fromExport(await source.read(), key, source.where);
  // Only Pulumi Cloud itself opens what it encrypted.
  const state =
    secretsKind(plain) === "pulumi-cloud" ? fromExport(await source.read("shown"), key, source.where) : plain;
  const strange = resourcesOf(state).find(({ urn }) => !urn.startsWith(`urn:pulumi:${key.stage}::${key.app}::`));
  if (strange !== undefined) {
    throw new Failure({
      code: "foreign-state",
      message: `${source.where} holds ${strange.urn}, which is not a resource of ${nameStage(key)}.`,
      next: "Give `--stage` and `--app` the stack's and the project's own names. To give it another name, rename the stack first: `pulumi stack rename`.",
    });
  }
  return state;
}

function resourcesOf(state: Checkpoint) {
  return state.checkpoint.latest?.resources ?? [];
}

async function refuseTaken(opened: OpenHome, key: StageKey, where: string): Promise<void> {
  const current = await opened.checkpoint(key);
  const count = current === null ? 0 : resourcesOf(current).length;
  if (count > 0) {
    throw new Failure({
      code: "stage-exists",
      message: `${where} already has a state of ${nameStage(key)}, with ${count} resources.`,
      next: `Nothing was changed. Find out which of the two is right; \`${commandLine("state export", key)}\` and \`${commandLine("state list", key)}\` show this one.`,
    });
  }
}

/** The state with secrets that the stage's deploys can open, and what to say of their key. */
async function underOwnKey(
  state: Checkpoint,
  opened: OpenHome,
  order: Pick<Parameters<typeof importState>[1], "environment" | "oldPassphrase" | "config">,
): Promise<{ readonly state: Checkpoint; readonly keyWords: string }> {
  if (secretsKind(state) === "key-service") {
    return { state, keyWords: "Its secrets stay under the key service that they were encrypted with." };
  }
  const environment = definedOnly({ ...order.environment, ...opened.engineEnvironment });
  const isHomes = opened.engineEnvironment["PULUMI_CONFIG_PASSPHRASE"] !== undefined;
  const to = await requirePassphrase(environment);
  await checkConfig(order.config, to);
  const from = order.oldPassphrase ?? (await passphraseOf(order.environment)) ?? to;
  return {
    state: await reencrypt(state, { from, to }),
    keyWords: isHomes
      ? "Its secrets are encrypted with the home's own passphrase."
      : "Its secrets are encrypted with the passphrase in PULUMI_CONFIG_PASSPHRASE: give the same one to every deploy.",
  };
}

/** The next deploy opens the configuration with the same passphrase as the state. */
async function checkConfig(
  config: { readonly file: string; readonly salt: string } | null,
  passphrase: string,
): Promise<void> {
  if (config === null) {
    return;
  }
  await openSecrets({ salt: config.salt, passphrase }).catch((cause: unknown) => {
    throw new Failure({
      code: "config-passphrase",
      message: `${config.file} is encrypted with another passphrase than the one that deploys of the stage would use.`,
      next: "Set PULUMI_CONFIG_PASSPHRASE to the old passphrase, here and in every deploy; or, if the file has no `secure:` values, delete its line `encryptionsalt`.",
      cause,
    });
  });
}

function definedOnly(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function checkArrived({ home }: Toolkit, key: StageKey, expected: number): Promise<void> {
  const stored = await home.checkpoint(key);
  const count = stored === null ? 0 : resourcesOf(stored).length;
  if (count !== expected) {
    throw new Failure({
      code: "import-incomplete",
      message: `${expected} resources were to be imported, and ${home.where} holds ${count} of ${nameStage(key)}.`,
      next: "The old stack is as it was. Run the import again.",
    });
  }
}

async function retire(
  { retire: putAway, where }: ImportSource,
  key: StageKey,
): Promise<{ readonly text: string; readonly name: string | null; readonly ok: boolean }> {
  const check = `Check it: \`${commandLine("diff", key)}\` shows no changes.`;
  if (putAway === null) {
    return {
      text: `${check} If the old stack still exists, rename it (\`pulumi stack rename\`), so that nobody deploys it by mistake.`,
      name: null,
      ok: true,
    };
  }
  try {
    const name = await putAway();
    return { text: `The old stack in ${where} is called ${name} now. ${check}`, name, ok: true };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const text = `The old stack in ${where} could not be renamed: ${why}\nRename it yourself (\`pulumi stack rename\`), or both may be deployed. ${check}`;
    return { text, name: null, ok: false };
  }
}
