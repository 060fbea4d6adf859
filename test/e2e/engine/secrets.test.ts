import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { expect, it } from "vitest";

import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage } from "../../support/pulumi-stage.ts";

const random = () => randomBytes(12).toString("hex");

it("tells the mask every secret of the state before and after, and shows none that the engine marks", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const [first, second, output] = [random(), random(), random()];
  const file = { name: "a", path: join(stage.world, "a") };

  await stage.plan({ files: [{ ...file, secretToken: first }], secretOutputs: { key: { nested: [output] } } });
  const made = await engine.deploy(stage.order());
  expect(stage.secrets).toEqual(expect.arrayContaining([first, { nested: [output] }]));
  expect(made.changeSet.outputs["key"]).toEqual({ value: "[secret]", secret: true });

  stage.secrets.length = 0;
  await stage.plan({ files: [{ ...file, secretToken: second }], secretOutputs: { key: { nested: [output] } } });
  const changed = await engine.deploy(stage.order());
  expect(stage.secrets).toEqual(expect.arrayContaining([first, second]));
  const [change] = changed.changeSet.changes;
  expect(change).toMatchObject({ op: "update", name: "a" });
  expect(change?.properties).toContainEqual({
    path: "token",
    kind: "update",
    forcesReplace: false,
    old: "[secret]",
    new: "[secret]",
  });
  expect(JSON.stringify([made, changed])).not.toContain(output);
});
