import { writeFile } from "node:fs/promises";
import { extname, join } from "node:path";

import { parseDocument } from "yaml";
import { z } from "zod";

import { Failure } from "../../failure.ts";
import { checkName } from "../../home/key.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { withEntries } from "./config-text.ts";
import { brokenYaml, type PulumiProject, readIfThere } from "./project.ts";
import { setting } from "../../reader/reader.ts";

/** A key without a value is an absent one, as for Pulumi, to which a number is a text. */
const optionalText = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === "" ? undefined : String(value)))
  .optional();

const configSchema = z.looseObject({
  encryptionsalt: optionalText,
  secretsprovider: optionalText,
  encryptedkey: optionalText,
  config: z.record(z.string(), z.unknown()).nullish(),
});

/** The configuration that a stage runs with, as it stands in its file. */
export type StackConfig = z.infer<typeof configSchema>;

/**
 * Where a stage's configuration was found, its text, and what we read in it. `file` is null for a stage without any; a borrowed one is another
 * stage's. `problem` is why we cannot read all of it, null where we can: whether Pulumi can is for Pulumi to say.
 */
export type FoundConfig = {
  readonly file: string | null;
  readonly isBorrowed: boolean;
  readonly text: string;
  readonly config: StackConfig;
  readonly problem: Failure | null;
};

/** The configuration of a stage that has none. */
export const noConfig: FoundConfig = { file: null, isBorrowed: false, text: "", config: {}, problem: null };

/**
 * The stage's own `Pulumi.<stage>.yaml`, or else that of the stage it is told to take it from; else an empty one. A `configFrom` that
 * was named and is missing is a `Failure`.
 */
export async function findConfig(
  project: PulumiProject,
  stage: string,
  configFrom: string | null,
): Promise<FoundConfig> {
  const own = await readConfig(project, stage);
  if (own !== null) {
    return own;
  }
  if (configFrom === null) {
    return noConfig;
  }
  const borrowed = await readConfig(project, configFrom);
  if (borrowed === null) {
    throw new Failure({
      code: "no-configuration",
      message: `Stage ${stage} was to take its configuration from ${configFileName(project, configFrom)}, and ${project.configDirectory} has no such file.`,
      next: `Add the file, or change ${setting("config-from")}.`,
    });
  }
  return { ...borrowed, isBorrowed: true };
}

/** Reads the configuration of a stage of the project; null when there is none. */
export async function readConfig(project: PulumiProject, stage: string): Promise<FoundConfig | null> {
  const file = join(project.configDirectory, configFileName(project, stage));
  const text = await readIfThere(file);
  return text === null ? null : { file, isBorrowed: false, text, ...lookAtConfig(file, text) };
}

/** Named as the project's own file is: `Pulumi.<stage>.json` beside `Pulumi.json` (Pulumi's `ProjectStackPath`). */
function configFileName({ extension }: PulumiProject, stage: string): string {
  return `Pulumi.${checkName(stage, "a stage")}${extension}`;
}

/**
 * What a configuration's text says, as far as we can read it. Pulumi reads it with another library: of several documents in one file it takes the
 * first, and it is less strict about where a brace stands.
 */
export function lookAtConfig(file: string, text: string): Pick<FoundConfig, "config" | "problem"> {
  const document = parseDocument(text, { merge: true });
  const error = document.errors.find(({ code }) => code !== "MULTIPLE_DOCS");
  const { value, unreadable = error?.message } = valueOf(document);
  const parsed = configSchema.safeParse(value ?? {});
  const config = parsed.data ?? configSchema.catch({}).parse(isRecord(value) ? { ...value, config: null } : {});
  if (unreadable !== undefined) {
    return { config, problem: brokenYaml(file, unreadable) };
  }
  return { config, problem: parsed.success ? null : notAConfiguration(file, z.prettifyError(parsed.error)) };
}

/** Aliases may stand for nothing, or for too much. */
function valueOf(document: ReturnType<typeof parseDocument>): { value: unknown; unreadable?: string } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    return { value: null, unreadable: String(error) };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** What a configuration's text says; one that is none is a `Failure` that names the file. */
export function parseConfig(file: string, text: string): StackConfig {
  const { config, problem } = lookAtConfig(file, text);
  if (problem !== null) {
    throw problem;
  }
  return config;
}

function notAConfiguration(file: string, why: string): Failure {
  return new Failure({
    code: "broken-configuration",
    message: `${file} is not a stack configuration:\n${why}`,
    next: "Fix the file and run again.",
  });
}

/**
 * Writes the configuration for the engine's `--config-file` into a folder outside the user's tree: the engine writes into that file (a
 * new salt), never into the project. The text goes on byte for byte: parsed and written again, large numbers and octal ones would change. A
 * stage that has a state keeps that state's salt when its configuration names no key of its own.
 */
export async function writeConfigFile(order: {
  readonly folder: string;
  readonly stage: string;
  readonly found: FoundConfig;
  readonly checkpoint: Checkpoint | null;
}): Promise<string> {
  const { config, file, text } = order.found;
  const hasKey = config.encryptionsalt !== undefined || config.secretsprovider !== undefined;
  const added = hasKey ? [] : Object.entries(keyOf(order.checkpoint));
  const path = join(order.folder, `Pulumi.${order.stage}${file === null ? ".yaml" : extname(file)}`);
  await writeFile(path, withEntries(text, [], added), { mode: 0o600 });
  return path;
}

const passphraseStateSchema = z.looseObject({ salt: z.string() });
const cloudStateSchema = z.looseObject({ url: z.string(), encryptedkey: z.string() });

/** The lines of a configuration file that let the engine open a state's secrets: its salt, or its key service and encrypted data key. */
export function keyOf(checkpoint: Checkpoint | null): StackConfig {
  const provider = checkpoint?.checkpoint.latest?.secrets_providers;
  if (provider?.type === "passphrase") {
    return { encryptionsalt: passphraseStateSchema.parse(provider.state).salt };
  }
  if (provider?.type === "cloud") {
    const state = cloudStateSchema.parse(provider.state);
    return { secretsprovider: state.url, encryptedkey: state.encryptedkey };
  }
  return {};
}

/** The encrypted values of a configuration, wherever they are nested. */
export function secureValues(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(secureValues);
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "secure" && typeof inner === "string" ? [inner] : secureValues(inner),
  );
}

/** Refuses a configuration whose encrypted values no key can open here, before anything runs. */
export function checkConfigCanBeOpened(found: FoundConfig): void {
  const { config } = found;
  const encrypted = secureValues(config.config ?? {});
  if (encrypted.length === 0 || config.encryptionsalt !== undefined || config.encryptedkey !== undefined) {
    return;
  }
  throw new Failure({
    code: "foreign-secrets",
    message: `${found.file ?? "The configuration"} holds encrypted values but neither \`encryptionsalt\` nor \`encryptedkey\`: they were encrypted by Pulumi Cloud for one stack and cannot be opened elsewhere.`,
    next: "Set them again with a passphrase (`pulumi stack change-secrets-provider passphrase`), or keep the state in Pulumi Cloud with `home: backend`.",
  });
}

/** Refuses a state of ours whose secrets no key can open here: Pulumi Cloud encrypted them, for itself alone. */
export function checkStateCanBeOpened(checkpoint: Checkpoint | null): void {
  if (checkpoint?.checkpoint.latest?.secrets_providers?.type !== "service") {
    return;
  }
  throw new Failure({
    code: "foreign-secrets",
    message: "The state's secrets were encrypted by Pulumi Cloud and can be opened by nobody else.",
    next: "Export the state with `pulumi stack export --show-secrets` from there and import it here, or use `home: backend` with Pulumi Cloud.",
  });
}
