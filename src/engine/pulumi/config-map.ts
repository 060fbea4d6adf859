import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

import { isMap, isScalar, type Pair, parseDocument } from "yaml";

import { Failure } from "../../failure.ts";
import type { ConfigEntry } from "../run-options.ts";
import { createSealer } from "./sealer.ts";
import { parseConfig } from "./stack-config.ts";

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
      message:
        "Input `config-map` holds secrets, and this stage's secrets are encrypted with a key service or by its backend.",
      next: "Set them with `pulumi config set --secret`, hand them on in the step's `env`, or give the stage a passphrase (PULUMI_CONFIG_PASSPHRASE and `encryptionsalt` in its configuration).",
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
  const { encryptionsalt, secretsprovider } = parseConfig(order.path, text);
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

/**
 * A YAML or JSON text with entries added to a map in it, in place of those of the same name. All else stays as it is, byte for byte: written
 * anew, large numbers and octal ones would change.
 */
export function withEntries(
  text: string,
  path: readonly [] | readonly [name: string],
  entries: readonly (readonly [string, unknown])[],
): string {
  const [name] = path;
  return entries.reduce((before, [key, value]) => {
    const root = parseDocument(before).contents;
    if (!isMap(root) || root.items.length === 0) {
      return name === undefined ? `${inBlock(key, value)}\n` : `${name}:\n  ${inBlock(key, value)}\n`;
    }
    const place = name === undefined ? undefined : pairOf(root.items, name);
    if (name === undefined) {
      return inMap(before, root, { key, text: inBlock(key, value) });
    }
    if (place === undefined) {
      return inMap(before, root, { key: name, text: `${JSON.stringify(name)}: {${inBlock(key, value)}}` });
    }
    const map = place.value;
    if (isMap(map) && map.items.length > 0) {
      return inMap(before, map, { key, text: inBlock(key, value) });
    }
    // `config:` without anything in it.
    return replaced(before, place, `${JSON.stringify(name)}: {${inBlock(key, value)}}`);
  }, text);
}

const inBlock = (key: string, value: unknown) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`;

type Map = { readonly items: readonly Pair[]; readonly flow?: boolean | undefined };

function inMap(text: string, map: Map, entry: { readonly key: string; readonly text: string }): string {
  const there = pairOf(map.items, entry.key);
  if (there !== undefined) {
    return replaced(text, there, entry.text);
  }
  const at = rangeOf(map.items[0]?.key)[0];
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const joint = map.flow === true ? ", " : `\n${" ".repeat(at - lineStart)}`;
  return text.slice(0, at) + entry.text + joint + text.slice(at);
}

function pairOf(items: readonly Pair[], key: string): Pair | undefined {
  return items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function replaced(text: string, pair: Pair, by: string): string {
  const [from, keyEnd] = rangeOf(pair.key);
  const valueEnd = rangeOf(pair.value)[1];
  // An empty value may be said to end before the colon.
  const colon = text.indexOf(":", keyEnd) + 1;
  return text.slice(0, from) + by + text.slice(Math.max(valueEnd, colon));
}

function rangeOf(node: unknown): readonly [number, number] {
  const range: unknown = typeof node === "object" && node !== null ? Reflect.get(node, "range") : null;
  const [from, to]: unknown[] = Array.isArray(range) ? range : [];
  return [Number(from ?? 0), Number(to ?? 0)];
}
