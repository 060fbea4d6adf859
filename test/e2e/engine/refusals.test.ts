import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage, type TestStage } from "../../support/pulumi-stage.ts";

const write = (stage: TestStage, name: string, text: string) => writeFile(join(stage.project, name), text);

it("refuses, before anything runs, what cannot work", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  await stage.plan({ files: [] });
  const deploy = (changes?: Parameters<TestStage["order"]>[0]) => engine.deploy(stage.order(changes));

  const { PULUMI_CONFIG_PASSPHRASE: _, ...environment } = stage.tools.environment;
  const without = createPulumiEngine({ ...stage.tools, environment });
  await expect(without.deploy(stage.order())).rejects.toMatchObject({ code: "no-passphrase" });

  await write(stage, "Pulumi.pr-7.yaml", "config:\n  files:token:\n    secure: AAABAKiuJr0bMfOvuk==\n");
  await expect(deploy()).rejects.toMatchObject({ code: "foreign-secrets" });
  await write(stage, "Pulumi.pr-7.yaml", "config: [\n");
  await expect(deploy()).rejects.toMatchObject({ code: "broken-yaml" });
  await rm(join(stage.project, "Pulumi.pr-7.yaml"));

  await write(stage, "Pulumi.yaml", "name: files\n");
  await expect(deploy()).rejects.toMatchObject({ code: "broken-project" });
  await rm(join(stage.project, "Pulumi.yaml"));
  await expect(deploy()).rejects.toMatchObject({ code: "no-project" });
  await expect(deploy({ directory: null })).rejects.toMatchObject({ code: "no-project" });

  // No state came of any of it.
  expect(await stage.checkpoint()).toBeNull();
  await expect(readdir(join(stage.folder, "home"))).rejects.toMatchObject({ code: "ENOENT" });
});

it("says which engine the project requires", async () => {
  await using stage = await makeTestStage();
  await stage.plan({ files: [] });
  await write(stage, "Pulumi.yaml", 'name: files\nruntime: nodejs\nrequiredPulumiVersion: ">=99.0.0"\n');
  await expect(createPulumiEngine(stage.tools).deploy(stage.order())).rejects.toMatchObject({
    code: "engine-version",
    message: expect.stringMatching(/>=99\.0\.0.*3\.\d+\.\d+/u),
  });
});

it("refuses another passphrase than the stage was made with, and leaves the state alone", async () => {
  await using stage = await makeTestStage();
  const secretOutputs = { token: "tok-5d41402abc4b2a76" };
  await stage.plan({ files: [], secretOutputs });
  await createPulumiEngine(stage.tools).deploy(stage.order());
  const before = await stage.checkpoint();

  const environment = { ...stage.tools.environment, PULUMI_CONFIG_PASSPHRASE: "another" };
  const other = createPulumiEngine({ ...stage.tools, environment });
  await expect(other.deploy(stage.order())).rejects.toMatchObject({ code: "wrong-passphrase" });
  await expect(other.remove(stage.order({ directory: null }))).rejects.toMatchObject({ code: "wrong-passphrase" });
  expect(await stage.checkpoint()).toEqual(before);
});

it("says that a provider's plugin is missing", async () => {
  await using stage = await makeTestStage({ environment: { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } });
  await stage.plan({ files: [] });
  await write(
    stage,
    "index.js",
    `const { CustomResource } = require("@pulumi/pulumi");
new CustomResource("acme:index:Thing", "thing", {}, { version: "1.2.3" });
`,
  );
  const result = await createPulumiEngine(stage.tools).deploy(stage.order());
  expect(result.outcome).toBe("failed");
  expect(result.changeSet.diagnostics.map((one) => one.message).join("\n")).toMatch(
    /pulumi-resource-acme|resource-acme/u,
  );
});
