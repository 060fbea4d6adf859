import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { secretsInFiles } from "../../../src/entry/secrets-in-files.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-files-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const found = (environment: Readonly<Record<string, string>>) => secretsInFiles(environment, ["/nowhere", folder]);

describe("files that variables lead to", () => {
  it("are secrets where the variable's name says so, by a path from any of the folders", async () => {
    await file("pass.txt", "from the file\n");
    for (const name of ["PULUMI_CONFIG_PASSPHRASE_FILE", "ARM_OIDC_TOKEN_FILE_PATH", "db_password_path"]) {
      expect(await found({ [name]: "pass.txt", DB_PASSWORD_FILE: "gone" }), name).toEqual(["from the file\n"]);
    }
    expect(await found({ SSH_PRIVATE_KEY: join(folder, "pass.txt") })).toEqual(["from the file\n"]);
  });

  it("are none of ours where it does not, or where there is no file", async () => {
    const path = await file("pass.txt", "from the file\n");
    expect(
      await found({ LOG_FILE: path, NODE_PATH: path, API_TOKEN_FILE: folder, X_SECRET_FILE: "", TOKEN: "pass.txt" }),
    ).toEqual([]);
  });

  it("hold secrets beside other things: only what is called so is hidden", async () => {
    const aws = await file(
      "aws",
      "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s3cr3t/key\nregion=eu-west-1\n",
    );
    expect(await found({ AWS_SHARED_CREDENTIALS_FILE: aws })).toEqual(["s3cr3t/key"]);
    const google = await file(
      "google.json",
      JSON.stringify({ type: "service_account", project_id: "shop", private_key: "-----BEGIN\nabc" }),
    );
    expect(await found({ GOOGLE_APPLICATION_CREDENTIALS: google })).toEqual(["-----BEGIN\nabc"]);
    const kube = await file(
      "kube.yaml",
      'users:\n- name: me\n  user:\n    token: "abcdef"\n    client-key-data: Zm9v\n    username: me\n',
    );
    expect(await found({ KUBECONFIG: `${kube}:/nowhere/else` })).toEqual(["abcdef", "Zm9v"]);
    expect(await found({ APP_CREDENTIALS_FILE: await file("plain", "just this\n") })).toEqual(["just this\n"]);
  });
});
