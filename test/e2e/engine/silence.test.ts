import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { expect, it } from "vitest";

import type { EngineProcess } from "../../../src/engine/engine.ts";
import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { killMarked, makeTestStage, textOf } from "../../support/pulumi-stage.ts";

/*
 * `pulumi destroy` in a folder without the program's packages was seen to hang, deaf to SIGTERM and holding its lock. Why: the launcher of
 * Node's dynamic providers is `exec node "$(node -p 'require.resolve(…)')" "$@"`. Where nothing can be resolved, that starts Node with an
 * empty program name; Node then waits on its input, says no port, and the engine waits for the port for ever, with its signals' handling
 * behind that wait. Our launcher falls back to an SDK beside the engine, or ends with an error. Any other provider may still do the same:
 */
it("ends an engine whose provider never says a word, deaf to signals as it is", async () => {
  await using stage = await makeTestStage({ patience: { inactivityMs: 4000, politeMs: 1000, firmMs: 1000 } });
  await stage.plan({ files: [{ name: "a", path: join(stage.world, "a") }] });
  expect(await createPulumiEngine(stage.tools).deploy(stage.order())).toMatchObject({ outcome: "succeeded" });

  const mute = join(stage.folder, "mute");
  await mkdir(mute);
  await writeFile(join(mute, "pulumi-resource-pulumi-nodejs"), "#!/bin/sh\nexec sleep 300\n");
  await chmod(join(mute, "pulumi-resource-pulumi-nodejs"), 0o755);
  const environment = { ...stage.tools.environment, PATH: [mute, stage.tools.environment["PATH"]].join(delimiter) };
  const started: EngineProcess[] = [];
  const order = stage.order({ directory: null, started: (process) => started.push(process) });

  const result = await createPulumiEngine({ ...stage.tools, environment }).remove(order);
  expect(result.outcome).toBe("failed");
  expect(result.changeSet.diagnostics).toMatchObject([
    { severity: "error", message: expect.stringContaining("no sign of life") },
  ]);
  expect(() => process.kill(started[0]?.pid ?? 0, 0)).toThrow("ESRCH");
  await killMarked(started[0]?.mark ?? "");

  // The dead engine's lock does not stop the next removal.
  expect(await createPulumiEngine(stage.tools).remove(stage.order({ directory: null }))).toMatchObject({
    outcome: "succeeded",
    changeSet: { counts: { delete: 1 } },
  });
  expect(await textOf(join(stage.world, "a"))).toBeNull();
});
