import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { createChangeSetBuilder } from "../../../../src/engine/pulumi/change-set.ts";
import { fromProject } from "../../../../src/engine/pulumi/program-places.ts";
import { readProject } from "../../../../src/engine/pulumi/project.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "places-"));
  await mkdir(join(folder, "src"));
  await writeFile(join(folder, "src/index.ts"), "");
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ["src/", "index.ts", "src/index.ts"],
  ["src/index.ts", "./index.ts", "src/index.ts"],
  ["src", "gone.ts", "gone.ts"],
  ["src", "/elsewhere/index.ts", "/elsewhere/index.ts"],
  ["", "index.ts", "index.ts"],
])("with `main: %s`, %s is %s", async (main, file, expected) => {
  await writeFile(join(folder, "Pulumi.yaml"), `name: shop\nruntime: nodejs\nmain: ${main}\n`);
  const project = await readProject(folder);
  const changeSet = createChangeSetBuilder({ preview: false, now: () => 0, dataTypes: [] }).finish();
  const source = { file, line: 3, column: 5 };
  const diagnostic = { severity: "error" as const, message: "x", urn: null, resource: null, source };
  const placed = project && (await fromProject({ ...changeSet, diagnostics: [diagnostic] }, project));
  expect(placed?.diagnostics).toMatchObject([{ source: { file: expected, line: 3 } }]);
});
