import { writeFile } from "node:fs/promises";
import { extname, join } from "node:path";

import { z } from "zod";

import { Failure } from "../../failure.ts";
import { checkName } from "../../home/key.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { withEntries } from "./config-text.ts";
import { lookAtConfig, type ReadConfig, type StackConfig } from "./look-at-config.ts";
import { type PulumiProject, readIfThere } from "./project.ts";
import { setting } from "../../reader/reader.ts";

/**
 * Where a stage's configuration was found, its text, and what we read in it. `file` is null for a stage without any; a borrowed one is another
 * stage's.
 */
export type FoundConfig = ReadConfig & {
  readonly file: string | null;
  readonly isBorrowed: boolean;
  readonly text: string;
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
