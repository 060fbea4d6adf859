import { join } from "node:path";

import { expect, it } from "vitest";

import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage, textOf } from "../../support/pulumi-stage.ts";

it("deploys, does nothing, updates, replaces and deletes", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const at = (name: string) => join(stage.world, name);

  await stage.plan({ files: [{ name: "a", path: at("a"), content: "one" }, { name: "b", path: at("b"), content: "two" }], print: ["hello"] });
  const first = await engine.deploy(stage.order());
  console.log(JSON.stringify(first, null, 1), stage.log);
  expect(first.outcome).toBe("succeeded");
  expect(await textOf(at("a"))).toBe("one");

  const noop = await engine.deploy(stage.order());
  console.log(JSON.stringify(noop, null, 1));

  await stage.plan({ files: [{ name: "a", path: at("a2"), content: "one" }, { name: "b", path: at("b"), content: "three" }] });
  const diff = await engine.diff(stage.order());
  console.log(JSON.stringify(diff, null, 1));
  const second = await engine.deploy(stage.order());
  console.log(JSON.stringify(second, null, 1), stage.log);
  const removed = await engine.remove(stage.order({ directory: null }));
  console.log(JSON.stringify(removed, null, 1), stage.log);
});
