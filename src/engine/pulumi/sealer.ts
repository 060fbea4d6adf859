import { createCipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

import { openSecrets } from "./secrets.ts";

/** Encrypts in Pulumi's own scheme (`secrets.ts` reads it); `salt` is as a state or a configuration names it. */
export type Sealer = { readonly salt: string; readonly encrypt: (plaintext: string) => string };

const deriveKey = promisify(pbkdf2);

/** Encrypts under a passphrase: with the given salt, whose passphrase it must be (else a `Failure`), or with a new one (null), of these bytes. */
export async function createSealer(passphrase: string, given: string | null, fresh = randomBytes(8)): Promise<Sealer> {
  if (given !== null) {
    await openSecrets({ salt: given, passphrase });
  }
  const salt = given === null ? fresh : Buffer.from(given.split(":")[1] ?? "", "base64");
  const key = await deriveKey(passphrase, salt, 1_000_000, 32, "sha256");
  const encrypt = (plaintext: string): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
    const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${body.toString("base64")}`;
  };
  return { salt: given ?? `v1:${salt.toString("base64")}:${encrypt("pulumi")}`, encrypt };
}
