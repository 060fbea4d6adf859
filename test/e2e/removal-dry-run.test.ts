import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";
import { z } from "zod";

import { createPulumiEngine } from "../../src/engine/pulumi/pulumi.ts";
import { testCache } from "../support/engine.ts";
import { makeTestStage, type TestStage, textOf } from "../support/pulumi-stage.ts";
import { runCli } from "../support/run-action.ts";

// `stagewright remove --dry-run` from the compiled dist/ says before what the removal itself would say.

const reportSchema = z.object({
  stages: z.array(
    z.looseObject({
      state: z.string(),
      changeSet: z
        .looseObject({ diagnostics: z.array(z.looseObject({ severity: z.string(), message: z.string() })) })
        .nullable(),
    }),
  ),
});

/** A stage with a resource that a script of the project deletes, and one that is protected where that is asked for. */
async function deployed(given: { readonly protect: boolean }): Promise<TestStage> {
  const stage = await makeTestStage({ program: given.protect ? "files" : "scripts" });
  await mkdir(stage.world, { recursive: true });
  const path = join(stage.world, "a");
  const file = given.protect ? { name: "a", path, protect: true } : { name: "a", path, by: "tolerant" };
  await stage.plan({ files: [file] });
  expect(await createPulumiEngine(stage.tools).deploy(stage.order())).toMatchObject({ outcome: "succeeded" });
  return stage;
}

/** Runs `remove` in a folder, and resolves to what its report warns of. */
async function removed(stage: TestStage, { cwd, args }: { cwd: string; args: readonly string[] }) {
  const ran = await runCli({
    args: [
      "remove",
      "--stage",
      stage.key.stage,
      "--app",
      stage.key.app,
      "--json",
      ...args,
      "--home",
      `local:${stage.folder}/home`,
    ],
    cwd,
    environment: { ...stage.tools.environment, STAGEWRIGHT_CACHE: testCache() },
  });
  const [report] = ran.stdout === "" ? [] : reportSchema.parse(JSON.parse(ran.stdout)).stages;
  const warnings = report?.changeSet?.diagnostics
    .filter(({ severity }) => severity === "warning")
    .map(({ message }) => message);
  return { ...ran, state: report?.state, warnings };
}

it("warns in the same words that a script of the project may be missing, and changes nothing", async () => {
  await using stage = await deployed({ protect: false });
  const empty = await mkdtemp(join(stage.folder, "empty-"));
  const shown = await removed(stage, { cwd: empty, args: ["--dry-run"] });
  expect(shown, shown.stderr).toMatchObject({
    code: 0,
    state: "previewed",
    warnings: [
      expect.stringMatching(/scripts or providers of the project[^]*not checked out here[^]*a \(pulumi-nodejs:/u),
    ],
  });
  expect(shown.stderr).toContain("scripts or providers of the project");
  expect(await textOf(join(stage.world, "a"))).toBe("");
  expect((await removed(stage, { cwd: stage.project, args: ["--dry-run"] })).warnings).toEqual([]);

  const real = await removed(stage, { cwd: empty, args: ["--yes"] });
  expect(real, real.stderr).toMatchObject({ code: 0, state: "removed", warnings: shown.warnings });
});

it("says that the removal would be refused, with what is protected", async () => {
  await using stage = await deployed({ protect: true });
  const shown = await removed(stage, { cwd: stage.project, args: ["--dry-run"] });
  expect(shown, shown.stderr).toMatchObject({
    code: 0,
    state: "previewed",
    warnings: [expect.stringMatching(/^The removal would be refused: .* protected: a \(pulumi-nodejs:/u)],
  });
  const real = await removed(stage, { cwd: stage.project, args: ["--yes"] });
  expect(real.code).toBe(1);
  expect(await textOf(join(stage.world, "a"))).toBe("");
});
