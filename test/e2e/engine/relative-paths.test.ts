import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage, textOf } from "../../support/pulumi-stage.ts";

it("reads a passphrase from the same file of the project in a deploy, and in a removal with and without a checkout", async () => {
  await using stage = await makeTestStage();
  const { PULUMI_CONFIG_PASSPHRASE: _, ...environment } = stage.tools.environment;
  const tools = { ...stage.tools, environment: { ...environment, PULUMI_CONFIG_PASSPHRASE_FILE: "pass.txt" } };
  await writeFile(join(stage.project, "pass.txt"), "from a file\n");
  const path = join(stage.world, "a");
  await stage.plan({ files: [{ name: "a", path, secretToken: "tok-a1b2c3" }] });
  const engine = createPulumiEngine(tools);
  const without = stage.order({ directory: null, pathsFrom: stage.project });
  for (const order of [stage.order(), without]) {
    const deployed = await engine.deploy(stage.order());
    expect(deployed, JSON.stringify(deployed.changeSet.diagnostics)).toMatchObject({ outcome: "succeeded" });
    expect(await engine.remove(order)).toMatchObject({ outcome: "succeeded", changeSet: { counts: { delete: 1 } } });
    expect(await textOf(path)).toBeNull();
  }
  const meant = `PULUMI_CONFIG_PASSPHRASE_FILE (pass.txt) is taken to mean ${join(stage.project, "pass.txt")}`;
  expect(stage.log.join("\n")).toContain(meant);
});
