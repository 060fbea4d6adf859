import { join } from "node:path";

import { expect, it } from "vitest";

import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage, textOf } from "../../support/pulumi-stage.ts";

it("fails", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const at = (name: string) => join(stage.world, name);
  const files= [{ name: "a", path: at("a"), content: "one" , secretToken: "hunter2-hunter2"}, { name: "b", path: at("b"), content: "two" }];

  await stage.plan({ files: [...files, {name: "c", path: at("c"), fail: "create"}], print: ["hello"] });
  const first = await engine.deploy(stage.order());
  console.log(JSON.stringify(first, null, 1), stage.log, stage.secrets);

  await stage.plan({ files, fail: "Oh no" });
  const noop = await engine.deploy(stage.order());
  console.log(JSON.stringify(noop, null, 1));
  await stage.plan({ files, exit: 0 });
  console.log(JSON.stringify(await engine.deploy(stage.order()), null, 1));
  await stage.plan({ files, exit: 3 });
  console.log(JSON.stringify(await engine.deploy(stage.order()), null, 1));
  await stage.plan({ files: [{...files[0]!, secretToken: "hunter3-hunter3"}, {...files[1]!, protect: true}] });
  console.log(JSON.stringify(await engine.deploy(stage.order()), null, 1), stage.secrets);
  await expect(engine.remove(stage.order())).rejects.toThrow("AAA");
});
