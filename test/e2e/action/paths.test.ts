import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";

import { type ActionWorld, makeActionWorld } from "../../support/action-world.ts";
import { engineBin, testCache } from "../../support/engine.ts";
import { dispatchEvent } from "../../support/github/events.ts";

/** Variables with paths that count from the project's folder; what they name is there in every job, with or without a checkout. */
const variables = {
  PULUMI_CONFIG_PASSPHRASE_FILE: "pass.txt",
  PULUMI_HOME: "pulumi-home",
  PULUMI_CREDENTIALS_PATH: "./pulumi-home",
  AWS_SHARED_CREDENTIALS_FILE: "aws/credentials",
  AWS_CONFIG_FILE: "./aws/config",
  AWS_WEB_IDENTITY_TOKEN_FILE: "aws/token",
  GOOGLE_APPLICATION_CREDENTIALS: "../google.json",
  KUBECONFIG: "kube/one:kube/two",
  SSL_CERT_FILE: "tls/ca.pem",
  NODE_EXTRA_CA_CERTS: "tls/ca.pem",
  ACME_KEY_FILE: "acme/key",
};
/** What reading one comes to is enough to know it by. */
const isFolder = (path: string) => path.endsWith("pulumi-home");
const expected = Object.fromEntries(
  Object.entries(variables).map(([name, value]) => [
    name,
    value.split(":").map((path) => (isFolder(path) ? "EISDIR" : `the text of ${path}`)),
  ]),
);

let world: ActionWorld;
let found = "";
beforeAll(async () => {
  world = await makeActionWorld({
    engine: engineBin(),
    cache: testCache(),
    app: "paths",
    fixture: "test/fixtures/paths",
    passphrase: "",
  });
  found = join(world.folder, "found.ndjson");
});
afterAll(() => world[Symbol.asyncDispose]());

async function putFiles(): Promise<void> {
  const project = join(world.workspace, "infra");
  for (const path of Object.values(variables).flatMap((value) => value.split(":"))) {
    const place = join(project, path);
    await mkdir(isFolder(path) ? place : dirname(place), { recursive: true });
    await (isFolder(path) ? undefined : writeFile(place, `the text of ${path}`));
  }
}

const line = z.object({ phase: z.string(), found: z.record(z.string(), z.array(z.string())) });

/** Runs the command; resolves to what each phase of it found, in order. */
async function phasesOf(command: string) {
  await rm(found, { force: true });
  const { repository } = world.github.state;
  const form = { command, stage: "demo" };
  const { main } = await world.run({
    event: { name: "workflow_dispatch", payload: dispatchEvent({ inputs: form, ref: "refs/heads/main", repository }) },
    inputs: { "working-directory": "infra" },
    environment: {
      ...variables,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PATHS_FOUND: found,
      PATHS_NAMES: Object.keys(variables).join(","),
    },
  });
  expect(main, main.log).toMatchObject({ code: 0 });
  const lines = (await readFile(found, "utf8")).trim().split("\n");
  return lines.map((text) => line.parse(JSON.parse(text)));
}

const all = (...phases: readonly string[]) => phases.map((phase) => ({ phase, found: expected }));

it("leads every phase to the same files, from the project's folder, with and without a checkout", async () => {
  await world.checkOut();
  await putFiles();
  expect(await phasesOf("deploy")).toEqual(all("program", "create"));
  expect(await phasesOf("diff")).toEqual(all("program", "diff"));
  expect(await phasesOf("refresh")).toEqual(all("read", "diff"));
  expect(await phasesOf("remove")).toEqual(all("delete"));
  expect(await phasesOf("deploy")).toEqual(all("program", "create"));

  await world.emptyWorkspace();
  await putFiles();
  expect(await phasesOf("refresh")).toEqual(all("read", "diff"));
  expect(await phasesOf("remove")).toEqual(all("delete"));
}, 400_000);
