import { createDecipheriv, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";

import { Failure } from "../../failure.ts";
import type { Deployment } from "./checkpoint.ts";
import { ciphertextIn, isSecret, plaintextIn } from "./signature.ts";
import { secureValues } from "./stack-config.ts";
import { here } from "../../reader/reader.ts";

/** The key to one state's or configuration's secrets. Only for what must be known to hide it; nothing here ever writes a secret. */
export type OpenedSecrets = { readonly decrypt: (ciphertext: string) => string };

const deriveKey = promisify(pbkdf2);
const keys = new Map<string, Promise<Buffer>>();

/**
 * Opens the secrets under a Pulumi passphrase. `salt` is the state's or the configuration's (`v1:<salt>:v1:<nonce>:<check>`). The key is
 * derived on another thread (about 0.2 s) and once a salt and passphrase. A wrong passphrase is a `Failure`.
 *
 * The scheme is Pulumi's `pkg/secrets/passphrase`: PBKDF2-SHA256 with 1,000,000 rounds, AES-256-GCM, and a check text that says "pulumi".
 */
export async function openSecrets(order: {
  readonly salt: string;
  readonly passphrase: string;
}): Promise<OpenedSecrets> {
  const [version, salt, ...check] = order.salt.split(":");
  if (version !== "v1" || salt === undefined || check.length === 0) {
    throw new Failure({
      code: "broken-salt",
      message: "The encryption salt of the stage's state or configuration is not in a form that Stagewright knows.",
      next: "Restore the line `encryptionsalt` from version control, or the state from its history.",
    });
  }
  const key = await keyFor(salt, order.passphrase);
  try {
    if (decrypt(key, check.join(":")) === "pulumi") {
      return { decrypt: (ciphertext) => decrypt(key, ciphertext) };
    }
  } catch {
    // The check text cannot be opened with this key: said below.
  }
  throw new Failure({
    code: "wrong-passphrase",
    message: "The passphrase does not open the secrets of this stage: they were encrypted with another one.",
    next: here("give the right passphrase"),
  });
}

function keyFor(salt: string, passphrase: string): Promise<Buffer> {
  const name = JSON.stringify([salt, passphrase]);
  const known = keys.get(name);
  if (known !== undefined) {
    return known;
  }
  const derived = deriveKey(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  keys.set(name, derived);
  return derived;
}

/** `v1:<nonce>:<ciphertext and 16-byte tag>`, both base64. */
function decrypt(key: Buffer, ciphertext: string): string {
  const [version, nonce, sealed] = ciphertext.split(":");
  if (version !== "v1" || nonce === undefined || sealed === undefined) {
    throw new Error("unknown form of ciphertext");
  }
  const bytes = Buffer.from(sealed, "base64");
  const opened = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), { authTagLength: 16 });
  opened.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([opened.update(bytes.subarray(0, -16)), opened.final()]).toString("utf8");
}

/**
 * The values of all secrets in a state (strings or JSON values), wherever they are nested. Without a key only those are found that the
 * engine was asked to show (`stack export --show-secrets`).
 */
export function revealSecrets(deployment: Deployment, opened: OpenedSecrets | null): unknown[] {
  const found: unknown[] = [];
  collect(deployment, opened, found);
  return found;
}

function collect(value: unknown, opened: OpenedSecrets | null, found: unknown[]): void {
  if (typeof value === "string") {
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) {
      collect(item, opened, found);
    }
    return;
  }
  if (typeof value !== "object" || value === null) {
    return;
  }
  if (isSecret(value)) {
    reveal(value, opened, found);
    return;
  }
  for (const inner of Object.values(value)) {
    collect(inner, opened, found);
  }
}

/** A secret that cannot be read under this key is passed over: the engine itself says what is wrong with it. */
function reveal(secret: object, opened: OpenedSecrets | null, found: unknown[]): void {
  const ciphertext = ciphertextIn(secret);
  try {
    const plaintext = plaintextIn(secret) ?? (ciphertext === null ? undefined : opened?.decrypt(ciphertext));
    if (plaintext !== undefined) {
      const value: unknown = JSON.parse(plaintext);
      found.push(value);
      collect(value, opened, found);
    }
  } catch {
    // See above.
  }
}

/** The values of all `secure:` entries of a configuration; those under another key are passed over (the engine says so itself). */
export function revealConfig(config: Readonly<Record<string, unknown>>, opened: OpenedSecrets): string[] {
  return secureValues(config).flatMap((ciphertext) => {
    try {
      return [opened.decrypt(ciphertext)];
    } catch {
      return [];
    }
  });
}
