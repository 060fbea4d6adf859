import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage, textOf } from "../../support/pulumi-stage.ts";

it("keeps what worked of a deploy that failed half way, says what failed, and goes on from there", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const at = (name: string) => join(stage.world, name);
  const good = { name: "good", path: at("good"), content: "x" };

  await stage.plan({ files: [good, { name: "bad", path: at("bad"), fail: "create" }] });
  const failed = await engine.deploy(stage.order());
  expect(failed.outcome).toBe("failed");
  const statuses = Object.fromEntries(failed.changeSet.changes.map(({ name, status }) => [name, status]));
  expect(statuses).toEqual({ good: "done", bad: "failed" });
  expect(failed.changeSet.counts.create).toBe(1);
  expect(failed.changeSet.diagnostics).toEqual([
    expect.objectContaining({
      severity: "error",
      resource: "bad",
      message: `AccessDenied: ${at("bad")} may not be written`,
    }),
  ]);

  await stage.plan({ files: [good, { name: "bad", path: at("bad") }] });
  const mended = await engine.deploy(stage.order());
  expect(mended.changeSet.counts).toMatchObject({ create: 1, same: 1 });
  expect(await textOf(at("good.creations"))).toBe("created\n");
});

it("says where a program failed, and leaves the state as it was", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const file = { name: "a", path: join(stage.world, "a"), content: "x" };
  await stage.plan({ files: [file] });
  await engine.deploy(stage.order());

  await stage.plan({ files: [file], fail: "no bucket for you" });
  const thrown = await engine.deploy(stage.order());
  expect(thrown).toMatchObject({ outcome: "failed", changeSet: { changes: [] } });
  expect(thrown.changeSet.diagnostics).toEqual([
    expect.objectContaining({
      severity: "error",
      resource: null,
      message: expect.stringContaining("Error: no bucket for you"),
      source: { file: join(stage.project, "index.js"), line: expect.any(Number), column: expect.any(Number) },
    }),
  ]);

  // A program that leaves in the middle has not said that the rest is to go.
  await stage.plan({ files: [], exit: 3 });
  const left = await engine.deploy(stage.order());
  expect(left).toMatchObject({ outcome: "failed", changeSet: { changes: [] } });
  expect(left.changeSet.diagnostics[0]?.message).toContain("exit code: 3");
  expect(await textOf(file.path)).toBe("x");

  await writeFile(join(stage.project, "index.js"), "const a = ;\n");
  const broken = await engine.deploy(stage.order());
  expect(broken).toMatchObject({ outcome: "failed", changeSet: { changes: [] } });
  expect(broken.changeSet.diagnostics[0]).toMatchObject({
    message: expect.stringContaining("SyntaxError"),
    source: { file: join(stage.project, "index.js"), line: 1 },
  });
});

it("names file, line and column of a program that TypeScript refuses", async () => {
  await using stage = await makeTestStage({ program: "mistyped" });
  const result = await createPulumiEngine(stage.tools).deploy(stage.order());
  expect(result.outcome).toBe("failed");
  expect(result.changeSet.diagnostics.find((one) => one.severity === "error")).toMatchObject({
    message: expect.stringContaining("TS2322"),
    source: { file: expect.stringMatching(/index\.ts$/u), line: 3, column: 14 },
  });
});
