import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

import { expect, it } from "vitest";

import type { Deployment } from "../../../../src/engine/pulumi/checkpoint.ts";
import { openSecrets, revealConfig, revealSecrets } from "../../../../src/engine/pulumi/secrets.ts";

const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const saltBytes = randomBytes(8);
const key = pbkdf2Sync("correct horse", saltBytes, 1_000_000, 32, "sha256");

function seal(text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}
const salt = `v1:${saltBytes.toString("base64")}:${seal("pulumi")}`;
const sealedSecret = (value: unknown) => ({ ...signature, ciphertext: seal(JSON.stringify(value)) });

const state: Deployment = {
  resources: [
    {
      urn: "u",
      type: "t",
      inputs: {
        pw: sealedSecret("hunter-one"),
        deep: [{ it: sealedSecret({ user: "me", pin: 123_456 }) }],
        plain: "p",
      },
      outputs: {
        shown: { ...signature, plaintext: '"hunter-two"' },
        foreign: { ...signature, ciphertext: "v1:AAAA:AAAA" },
      },
    },
  ],
  pending_operations: [
    { type: "creating", resource: { urn: "v", type: "t", inputs: { pw: sealedSecret("hunter-three") } } },
  ],
};

it("opens every secret of a state, nested ones and those of pending operations too", async () => {
  const opened = await openSecrets({ salt, passphrase: "correct horse" });
  expect(revealSecrets(state, opened)).toEqual([
    "hunter-one",
    { user: "me", pin: 123_456 },
    "hunter-two",
    "hunter-three",
  ]);
});

it("finds without a key what the engine was asked to show", () => {
  expect(revealSecrets(state, null)).toEqual(["hunter-two"]);
});

it("opens a configuration's values as they are, and passes over those under another key", async () => {
  const opened = await openSecrets({ salt, passphrase: "correct horse" });
  const config = {
    "shop:token": { secure: seal("tok-1") },
    "shop:nested": { list: [{ secure: seal("tok-2") }] },
    "shop:foreign": { secure: "AAABAKiuJr0bMfOvuk==" },
    "shop:plain": "p",
  };
  expect(revealConfig(config, opened)).toEqual(["tok-1", "tok-2"]);
});

it("refuses a wrong passphrase and a salt that is none", async () => {
  await expect(openSecrets({ salt, passphrase: "wrong" })).rejects.toMatchObject({ code: "wrong-passphrase" });
  await expect(openSecrets({ salt: "v2:x", passphrase: "correct horse" })).rejects.toMatchObject({
    code: "broken-salt",
  });
});

it("derives a key once", async () => {
  const own = { salt, passphrase: "correct horse" };
  await openSecrets(own);
  const begun = process.cpuUsage();
  for (let n = 0; n < 50; n += 1) {
    await openSecrets(own);
  }
  const spent = process.cpuUsage(begun);
  // Fifty derivations take some ten seconds.
  expect(spent.user + spent.system).toBeLessThan(3_000_000);
});
