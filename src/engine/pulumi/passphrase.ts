import { readFile } from "node:fs/promises";

import { Failure } from "../../failure.ts";
import { here } from "../../reader/reader.ts";

/** The passphrase that the environment gives (`PULUMI_CONFIG_PASSPHRASE`, or the file that `PULUMI_CONFIG_PASSPHRASE_FILE` names); it may be empty; null when neither is set. */
export async function passphraseOf(environment: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  const given = environment["PULUMI_CONFIG_PASSPHRASE"];
  if (given !== undefined) {
    return given;
  }
  const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (file === undefined || file === "") {
    return null;
  }
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    throw new Failure({
      code: "no-passphrase",
      message: `PULUMI_CONFIG_PASSPHRASE_FILE names ${file}, which cannot be read.`,
      next: `Write the passphrase to that file ${here("before this")}, or set PULUMI_CONFIG_PASSPHRASE.`,
      cause,
    });
  }
}

/** The passphrase, where the engine cannot do without; a missing one is a `Failure` before anything runs. */
export async function requirePassphrase(environment: Readonly<Record<string, string>>): Promise<string> {
  const passphrase = await passphraseOf(environment);
  if (passphrase !== null) {
    return passphrase;
  }
  throw new Failure({
    code: "no-passphrase",
    message: "The state's secrets are encrypted with a passphrase, and none was given.",
    next: `${here("set the passphrase")}, or use a key service with \`secretsprovider\`.`,
  });
}
