import { randomBytes } from "node:crypto";

import { z } from "zod";

import { Failure } from "../../failure.ts";
import { StoreUnavailable } from "../../lock/lock-store.ts";
import type { ObjectStore, StoredObject } from "../objects/objects.ts";
import { passphraseName } from "./names.ts";
import { here } from "../../reader/reader.ts";

const passphraseSchema = z.strictObject({ version: z.literal(1), passphrase: z.string().min(1) });

/**
 * The passphrase that a home keeps for its stages, made at its first use. Two runs that make one at the same moment agree, since only one
 * can store it. A home that holds states but no passphrase gets none: those states were encrypted with another, which a new one would
 * not open (`passphrase-missing`). `objects` repeat their writes until they are answered.
 */
export async function homePassphrase(objects: ObjectStore): Promise<string> {
  const found = await objects.get(passphraseName);
  if (found !== null) {
    return parse(found, objects.where);
  }
  if (await holdsStates(objects)) {
    // Asked again: another run may have made it, and its state, since.
    return parse(await required(objects, passphraseMissing), objects.where);
  }
  const passphrase = randomBytes(32).toString("base64url");
  const text = `${JSON.stringify({ version: 1, passphrase })}\n`;
  const tag = await objects.putIfAbsent(passphraseName, new TextEncoder().encode(text));
  return tag === null ? parse(await required(objects, contradicted), objects.where) : passphrase;
}

async function holdsStates(objects: ObjectStore): Promise<boolean> {
  for await (const page of objects.list("app/")) {
    return page.length > 0;
  }
  return false;
}

/** The stored passphrase, where it must be there: what `missing` makes of it is thrown where it is not. */
async function required(objects: ObjectStore, missing: (where: string) => Failure): Promise<StoredObject> {
  const found = await objects.get(passphraseName);
  if (found === null) {
    throw missing(objects.where);
  }
  return found;
}

function contradicted(where: string): Failure {
  return new StoreUnavailable({
    code: "home-unavailable",
    message: `${where} says that ${passphraseName} is there when it is to be written, and that it is not when it is read.`,
    next: "Run again; if that stays so, check what lies between here and the bucket.",
  });
}

function passphraseMissing(where: string): Failure {
  return new Failure({
    code: "passphrase-missing",
    message: `${where} holds states but no passphrase: they were encrypted with one that was given, or ${passphraseName} was deleted.`,
    next: `Set PULUMI_CONFIG_PASSPHRASE ${here("in the environment")}, as the runs did that made those stages; or bring the object back.`,
  });
}

function parse({ body }: StoredObject, where: string): string {
  try {
    return passphraseSchema.parse(JSON.parse(new TextDecoder().decode(body))).passphrase;
  } catch (cause) {
    throw new Failure({
      code: "broken-passphrase",
      message: `${passphraseName} in ${where} does not hold a passphrase that this version of Stagewright can read.`,
      next: "Bring an older version of the object back (a bucket with versioning on keeps them), or set PULUMI_CONFIG_PASSPHRASE.",
      // Not the parser's own words: they can repeat what is in it.
      cause: cause instanceof z.ZodError ? cause : undefined,
    });
  }
}
