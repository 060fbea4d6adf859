import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { relativePaths, withAbsolutePaths } from "../../../../src/engine/pulumi/path-variables.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "paths-"));
  await writeFile(join(folder, "ca.pem"), "");
  await mkdir(join(folder, "production"));
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ["PULUMI_CONFIG_PASSPHRASE_FILE", "pass.txt", "<>/pass.txt"],
  ["PULUMI_HOME", ".pulumi", "<>/.pulumi"],
  ["AWS_SHARED_CREDENTIALS_FILE", "./aws/credentials", "<>/aws/credentials"],
  ["GOOGLE_APPLICATION_CREDENTIALS", "../key.json", null],
  ["KUBECONFIG", "a:/etc/b:c", "<>/a:/etc/b:<>/c"],
  ["ACME_TLS_CERT", "ca.pem", "<>/ca.pem"],
])("%s=%s counts from the project's folder", (name, value, absolute) => {
  const expected = absolute?.replaceAll("<>", folder) ?? join(folder, "..", "key.json");
  expect(relativePaths({ [name]: value }, folder)).toEqual([{ name, value, absolute: expected }]);
});

it.each([
  ["AWS_CONFIG_FILE", "/etc/aws"],
  ["AWS_CONFIG_FILE", "~/.aws/config"],
  ["ACME_TLS_CERT", "gone.pem"],
  ["NODE_ENV", "production"],
  ["INPUT_HOME", "production"],
  ["PATH", "production"],
  ["GOOGLE_CREDENTIALS", '{"type":"service_account"}'],
  ["PULUMI_CONFIG_PASSPHRASE_FILE", ""],
])("%s=%s stays", (name, value) => {
  expect(withAbsolutePaths({ [name]: value }, folder)).toEqual({ [name]: value });
});
