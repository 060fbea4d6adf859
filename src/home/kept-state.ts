import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import { z } from "zod";

import { Failure } from "../failure.ts";
import { jsonOrNull } from "../json.ts";

/**
 * A state that a run could not store in its home, encrypted to be kept elsewhere. What is readable says whose it is, and over which stored
 * state it may be put back.
 */
const headSchema = z.strictObject({
  version: z.literal(1),
  /** A `newId`: sorts by time. */
  id: z.string().regex(/^\d{8}T\d{9}Z-[\da-f]{6}$/u),
  app: z.string(),
  stage: z.string(),
  /** The home, for people and to compare. */
  where: z.string(),
  /** What the state says (`contentHash`). */
  content: z.string(),
  /** What the home may hold of the stage when it is put back: hashes of whole states, or `none`. */
  over: z.array(z.string()),
});
const sealedSchema = z.strictObject({ salt: z.string(), nonce: z.string(), tag: z.string(), data: z.string() });
const keptSchema = headSchema.extend({ sealed: sealedSchema });

export type KeptHead = z.infer<typeof headSchema>;
export type KeptState = z.infer<typeof keptSchema>;

/** AES-256-GCM over the packed text, under a key of scrypt; the head is authenticated with it. */
export async function sealState(head: KeptHead, text: string, passphrase: string): Promise<KeptState> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", await keyOf(passphrase, salt), nonce);
  cipher.setAAD(headBytes(head));
  const data = Buffer.concat([cipher.update(await promisify(gzip)(text)), cipher.final()]);
  const sealed = { salt, nonce, tag: cipher.getAuthTag(), data };
  return {
    ...head,
    sealed: {
      salt: sealed.salt.toString("base64"),
      nonce: sealed.nonce.toString("base64"),
      tag: sealed.tag.toString("base64"),
      data: sealed.data.toString("base64"),
    },
  };
}

/** The text again; the `Failure` `wrong-passphrase` where it does not open, also because somebody changed it. */
export async function openState({ sealed, ...head }: KeptState, passphrase: string): Promise<string> {
  try {
    const key = await keyOf(passphrase, Buffer.from(sealed.salt, "base64"));
    const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(sealed.nonce, "base64"), { authTagLength: 16 });
    cipher.setAAD(headBytes(head));
    cipher.setAuthTag(Buffer.from(sealed.tag, "base64"));
    const packed = Buffer.concat([cipher.update(Buffer.from(sealed.data, "base64")), cipher.final()]);
    return (await promisify(gunzip)(packed)).toString("utf8");
  } catch (cause) {
    throw new Failure({
      code: "wrong-passphrase",
      message: `The kept state ${head.id} of stage ${head.stage} of ${head.app} does not open with this passphrase, or was damaged.`,
      next: "Set PULUMI_CONFIG_PASSPHRASE as the run had it that kept the state.",
      cause,
    });
  }
}

/** null where the text is no kept state. */
export function parseKept(text: string): KeptState | null {
  return keptSchema.safeParse(jsonOrNull(text)).data ?? null;
}

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, { N: 2 ** 15, maxmem: 2 ** 26 }, (error, key) => {
      if (error === null) {
        resolve(key);
      } else {
        reject(error);
      }
    });
  });
}

function headBytes({ version, id, app, stage, where, content, over }: KeptHead): Buffer {
  return Buffer.from(JSON.stringify([version, id, app, stage, where, content, over]));
}
