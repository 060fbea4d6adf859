import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

import { Failure } from "../../failure.ts";
import type { ConfigEntry } from "../run-options.ts";
import { withEntries } from "./config-text.ts";
import { createSealer } from "./sealer.ts";
import { lookAtConfig, parseConfig } from "./look-at-config.ts";
import { here, setting } from "../../reader/reader.ts";

/**
 * Adds configuration for one run to our own copy of the stage's file. Secrets are encrypted there, under the salt that the file names; a file
 * without any gets one. `passphrase` is asked where there are secrets; null: these cannot be encrypted here (a `Failure`).
 */
export async function addToConfigFile(order: {
  readonly path: string;
  readonly app: string;
  readonly entries: readonly ConfigEntry[];
  readonly passphrase: () => Promise<string | null>;
}): Promise<void> {
  const { path, app, entries } = order;
  if (entries.length === 0) {
    return;
  }
  const text = await readFile(path, "utf8");
  const { encryptionsalt, secretsprovider } = parseConfig(path, text);
  const hasSecrets = entries.some(({ secret }) => secret);
  const isForeign = encryptionsalt === undefined && secretsprovider !== undefined;
  const passphrase = hasSecrets && !isForeign ? await order.passphrase() : null;
  if (hasSecrets && passphrase === null) {
    throw new Failure({
      code: "no-secret-config",
      message: `${setting("config-map")} holds secrets, and this stage's secrets are encrypted with a key service or by its backend.`,
      next: `Set them with \`pulumi config set --secret\`, hand them on ${here("in the environment")}, or give the stage a passphrase (PULUMI_CONFIG_PASSPHRASE and \`encryptionsalt\` in its configuration).`,
    });
  }
  const sealer = passphrase === null ? null : await createSealer(passphrase, encryptionsalt ?? null);
  const values = entries.map(({ key, value, secret }): [string, unknown] => [
    key.includes(":") ? key : `${app}:${key}`,
    secret && sealer !== null ? { secure: sealer.encrypt(asText(value)) } : value,
  ]);
  const salted =
    sealer === null || encryptionsalt !== undefined ? text : withEntries(text, [], [["encryptionsalt", sealer.salt]]);
  await writeFile(path, withEntries(salted, ["config"], values), { mode: 0o600 });
}

/**
 * Gives our own copy of the configuration of a stage that has no key yet a salt that the next run comes to as well: a plan's secrets are under
 * the salt of the preview that saved it, and nothing of a preview is stored.
 */
export async function addLastingSalt(order: {
  readonly path: string;
  readonly name: string;
  readonly passphrase: string;
}): Promise<void> {
  const text = await readFile(order.path, "utf8");
  const { encryptionsalt, secretsprovider } = lookAtConfig(order.path, text).config;
  if (encryptionsalt === undefined && secretsprovider === undefined) {
    const bytes = createHash("sha256").update(order.name).digest().subarray(0, 8);
    const { salt } = await createSealer(order.passphrase, null, bytes);
    await writeFile(order.path, withEntries(text, [], [["encryptionsalt", salt]]), { mode: 0o600 });
  }
}

/** Pulumi's own form of a configuration value that is no text. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
