import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage, textOf } from "../../support/pulumi-stage.ts";

it("previews a stage that does not exist, which then still does not", async () => {
  await using stage = await makeTestStage();
  await stage.plan({ files: [{ name: "a", path: join(stage.world, "a") }], secretOutputs: { key: "tok-1234567" } });
  const preview = await createPulumiEngine(stage.tools).diff(stage.order());
  expect(preview).toMatchObject({
    outcome: "succeeded",
    pending: [],
    changeSet: { preview: true, counts: { create: 1 }, outputs: { key: { secret: true } } },
  });
  expect(await stage.checkpoint()).toBeNull();
  expect(await textOf(join(stage.world, "a"))).toBeNull();
  expect(await readdir(stage.project)).not.toContain("Pulumi.pr-7.yaml");
});
