import { join } from "node:path";

import { expect, it } from "vitest";

import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage } from "../../support/pulumi-stage.ts";

it("says of a resource that takes long that it is still at it, in creation and deletion, and of no other", async () => {
  await using stage = await makeTestStage();
  const tools = { ...stage.tools, stillMs: 500 };
  const files = [
    { name: "quick", path: join(stage.world, "quick") },
    { name: "slow", path: join(stage.world, "slow"), seconds: 3, deleteSeconds: 3 },
  ];
  await stage.plan({ files });
  expect(await createPulumiEngine(tools).deploy(stage.order())).toMatchObject({ outcome: "succeeded" });
  const made = stage.log.filter((line) => line.startsWith("still "));
  expect(made.length).toBeGreaterThan(0);
  expect(
    made.filter((line) => !/^still creating slow \(pulumi-nodejs:dynamic:Resource\), [\d.]+s$/u.test(line)),
  ).toEqual([]);

  expect(await createPulumiEngine(tools).remove(stage.order())).toMatchObject({ outcome: "succeeded" });
  expect(stage.log.join("\n")).toMatch(/^still deleting slow /mu);
});
