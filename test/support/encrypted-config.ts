import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

import { stringify } from "yaml";

/**
 * The text of a `Pulumi.<stage>.yaml` whose secrets are encrypted with a passphrase, as `pulumi config set --secret` writes it (Pulumi's
 * `pkg/secrets/passphrase`, written out here on purpose).
 */
export function encryptedConfig(config: {
  readonly app: string;
  readonly passphrase: string;
  readonly plain?: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
}): string {
  const salt = randomBytes(8);
  const key = pbkdf2Sync(config.passphrase, salt, 1_000_000, 32, "sha256");
  const encrypt = (text: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  };
  const named = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${config.app}:${name}`, value]));
  const secure = Object.fromEntries(
    Object.entries(config.secret).map(([name, text]) => [name, { secure: encrypt(text) }]),
  );
  return stringify({
    encryptionsalt: `v1:${salt.toString("base64")}:${encrypt("pulumi")}`,
    config: { ...named(config.plain ?? {}), ...named(secure) },
  });
}
