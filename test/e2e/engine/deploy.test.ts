import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import type { EngineProcess } from "../../../src/engine/engine.ts";
import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { makeTestStage, textOf } from "../../support/pulumi-stage.ts";

it("deploys, does nothing, previews, updates, replaces and deletes: one change a resource, as the files show", async () => {
  await using stage = await makeTestStage();
  const engine = createPulumiEngine(stage.tools);
  const at = (name: string) => join(stage.world, name);
  const before = await readdir(stage.project);
  const b = { name: "b", path: at("b"), content: "two" };

  await stage.plan({ files: [{ name: "a", path: at("a"), content: "one" }, b], print: ["hello from the program"] });
  const started: EngineProcess[] = [];
  const first = await engine.deploy(stage.order({ started: (process) => started.push(process) }));
  expect(first).toMatchObject({ outcome: "succeeded", pending: [] });
  expect(first.changeSet.counts).toMatchObject({ create: 2, same: 0 });
  expect(first.changeSet.outputs).toEqual({ sizes: { value: { a: 3, b: 3 }, secret: false } });
  expect(first.changeSet.diagnostics).toMatchObject([{ severity: "info", message: "hello from the program" }]);
  expect(await textOf(at("a"))).toBe("one");
  expect(started).toMatchObject([{ pid: expect.any(Number), mark: expect.stringMatching(/^[\da-f-]{36}$/u) }]);

  const again = await engine.deploy(stage.order());
  expect(again).toMatchObject({ outcome: "succeeded", changeSet: { changes: [], counts: { same: 2 } } });

  await stage.plan({
    files: [
      { name: "a", path: at("a2"), content: "one" },
      { ...b, content: "three" },
    ],
  });
  const state = await readFile(join(stage.folder, "home/.pulumi/stacks/files/pr-7.json"));
  const preview = await engine.diff(stage.order());
  expect(preview).toMatchObject({ outcome: "succeeded", changeSet: { preview: true } });
  expect(await readFile(join(stage.folder, "home/.pulumi/stacks/files/pr-7.json"))).toEqual(state);
  expect(await textOf(at("b"))).toBe("two");

  const second = await engine.deploy(stage.order());
  expect(second.changeSet.counts).toMatchObject({ update: 1, replace: 1, create: 0, delete: 0 });
  for (const [result, status] of [
    [preview, "planned"],
    [second, "done"],
  ] as const) {
    const byName = Object.fromEntries(result.changeSet.changes.map((change) => [change.name, change]));
    expect(byName["a"]).toMatchObject({ op: "replace", status, replaceKeys: ["path"] });
    expect(byName["a"]?.properties).toEqual([
      { path: "path", kind: "update", forcesReplace: true, old: at("a"), new: at("a2") },
    ]);
    expect(byName["b"]).toMatchObject({ op: "update", status });
    expect(byName["b"]?.properties).toEqual([
      { path: "content", kind: "update", forcesReplace: false, old: "two", new: "three" },
    ]);
  }
  expect([await textOf(at("a")), await textOf(at("a2")), await textOf(at("b"))]).toEqual([null, "one", "three"]);

  await stage.plan({ files: [{ name: "a", path: at("a2"), content: "one" }] });
  const third = await engine.deploy(stage.order());
  expect(third.changeSet.changes).toMatchObject([{ op: "delete", name: "b", status: "done" }]);
  expect(await textOf(at("b"))).toBeNull();

  // No configuration, no salt, no lock was written into the project; the runs' own folders are gone.
  expect(await readdir(stage.project)).toEqual([...before, "plan.json"].sort());
  expect(await readdir(join(stage.folder, "runs"))).toEqual([]);
});

it("takes configuration from another stage, decrypts it, and writes nothing into the tree", async () => {
  await using stage = await makeTestStage({ environment: { PULUMI_CONFIG_PASSPHRASE: "demo-passphrase" } });
  const engine = createPulumiEngine(stage.tools);
  // As `pulumi config set --secret` writes it.
  const borrowed = [
    "encryptionsalt: v1:Z8TsOTUbhf4=:v1:on1g/kR27kWbdO2q:oaNAI38pUGabi1TViDm/wOO9+GZicw==",
    "config:",
    "  files:greeting: hello",
    "  files:password:",
    "    secure: v1:KSI4lNFNUEDIBpiZ:Ew8wAKpjkRGKRGKKobh/aLIBEMjM5Jy+DYXVph3WQJxOwDT7ig==",
    "",
  ].join("\n");
  await writeFile(join(stage.project, "Pulumi.preview.yaml"), borrowed);
  await stage.plan({
    files: [],
    outputsFromConfig: { greeting: "greeting" },
    secretsFromConfig: { password: "password" },
  });
  const listing = await readdir(stage.project);

  const result = await engine.deploy(stage.order({ configFrom: "preview" }));
  expect(result.changeSet.outputs["greeting"]).toEqual({ value: "hello", secret: false });
  expect(result.changeSet.outputs["password"]).toEqual({ value: "[secret]", secret: true });
  expect(stage.secrets).toContain("correct-horse-battery");
  expect(await readdir(stage.project)).toEqual(listing);
  expect(await textOf(join(stage.project, "Pulumi.preview.yaml"))).toBe(borrowed);

  await expect(engine.deploy(stage.order({ configFrom: "absent" }))).rejects.toMatchObject({
    code: "no-configuration",
  });
});
