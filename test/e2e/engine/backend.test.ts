import { mkdirSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { askPulumi } from "../../../src/engine/pulumi/ask-pulumi.ts";
import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { createBackendHome } from "../../../src/home/backend.ts";
import { makeTestStage, textOf } from "../../support/pulumi-stage.ts";

/** The project's own backend, in a folder. */
const makeBackendStage = () =>
  makeTestStage({
    home: (folder, tools) => {
      mkdirSync(join(folder, "backend"));
      return createBackendHome({
        backend: { url: `file://${join(folder, "backend")}`, kind: "storage", where: "a folder" },
        engineVersion: tools.version,
        pulumi: (args, at) => askPulumi(tools, args, at),
        temporaryDirectory: join(folder, "runs"),
      });
    },
  });

it("deploys to the project's own backend, learns its secrets, and removes without the program", async () => {
  await using stage = await makeBackendStage();
  const engine = createPulumiEngine(stage.tools);
  const path = join(stage.world, "a");
  const plan = (secretToken: string) => stage.plan({ files: [{ name: "a", path, secretToken }] });
  await plan("tok-first-5d41");
  const listing = await readdir(stage.project);

  const preview = await engine.diff(stage.order());
  expect(preview).toMatchObject({ outcome: "succeeded", changeSet: { preview: true, counts: { create: 1 } } });
  expect(await stage.checkpoint()).toBeNull();

  const first = await engine.deploy(stage.order());
  expect(first).toMatchObject({ outcome: "succeeded", changeSet: { counts: { create: 1 } } });
  expect(stage.secrets).toContain("tok-first-5d41");

  stage.secrets.length = 0;
  expect(await engine.deploy(stage.order())).toMatchObject({
    outcome: "succeeded",
    changeSet: { counts: { same: 1 } },
  });

  stage.secrets.length = 0;
  await plan("tok-second-7d79");
  const changed = await engine.deploy(stage.order());
  expect(changed).toMatchObject({ outcome: "succeeded", changeSet: { counts: { update: 1 } } });
  expect(stage.secrets).toEqual(expect.arrayContaining(["tok-first-5d41", "tok-second-7d79"]));

  // Nothing was written into the project, and the state kept its one key.
  expect(await readdir(stage.project)).toEqual(listing);

  await rm(stage.project, { recursive: true });
  const removed = await engine.remove(stage.order({ directory: null }));
  expect(removed).toMatchObject({ outcome: "succeeded", changeSet: { counts: { delete: 1 } } });
  expect(await textOf(path)).toBeNull();
  await stage.home.discard(stage.key);
  expect(await stage.checkpoint()).toBeNull();
  expect(await engine.remove(stage.order({ directory: null }))).toMatchObject({ outcome: "succeeded" });
});

it("leaves another engine's lock to people, and says whose it is", async () => {
  await using stage = await makeBackendStage();
  const engine = createPulumiEngine(stage.tools);
  await stage.plan({ files: [] });
  await engine.deploy(stage.order());
  const locks = join(stage.folder, "backend/.pulumi/locks/organization/files/pr-7");
  mkdirSync(locks, { recursive: true });
  const lock = { pid: 1, username: "ada", hostname: "elsewhere", timestamp: new Date().toISOString() };
  await writeFile(join(locks, "11111111-1111-4111-8111-111111111111.json"), JSON.stringify(lock));
  await expect(engine.deploy(stage.order())).rejects.toMatchObject({
    code: "stack-locked",
    message: expect.stringContaining("ada@elsewhere"),
  });
});
