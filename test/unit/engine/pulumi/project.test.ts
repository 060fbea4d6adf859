import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { readProject, requireProject } from "../../../../src/engine/pulumi/project.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "project-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("reads what matters of a project, and lets the rest be", async () => {
  const text = [
    "name: shop",
    "runtime: { name: python, options: { virtualenv: venv } }",
    "stackConfigDir: stacks",
    "backend: { url: 's3://bucket' }",
    "requiredPulumiVersion: '>=3.200.0'",
    "plugins: { providers: [{ name: acme, path: ./bin }] }",
    "options: { refresh: always }",
    "",
  ];
  await writeFile(join(folder, "Pulumi.yaml"), text.join("\n"));
  expect(await readProject(folder)).toEqual({
    name: "shop",
    directory: folder,
    configDirectory: join(folder, "stacks"),
    extension: ".yaml",
    backendUrl: "s3://bucket",
    requiredPulumiVersion: ">=3.200.0",
    main: null,
    ownProviders: [{ name: "acme", path: "./bin" }],
  });
});

it.each([
  ["Pulumi.yml", "name: shop\nruntime: yaml\n"],
  ["Pulumi.json", '{"name":"shop","runtime":"nodejs","config":{"shop:a":{"default":1}}}'],
])("also reads %s", async (file, text) => {
  await writeFile(join(folder, file), text);
  expect(await readProject(folder)).toMatchObject({ name: "shop", configDirectory: folder, ownProviders: [] });
});

it("takes a key without a value for an absent one, as Pulumi does", async () => {
  const keys = ["stackConfigDir", "config", "backend", "plugins", "requiredPulumiVersion", "main", "description"];
  await writeFile(join(folder, "Pulumi.yaml"), `name: shop\nruntime: nodejs\n${keys.join(":\n")}:\n`);
  expect(await readProject(folder)).toMatchObject({ configDirectory: folder, backendUrl: null, ownProviders: [] });
});

it("refuses a file of 10 MB at once", async () => {
  await writeFile(join(folder, "Pulumi.yaml"), `name: shop\nruntime: nodejs\nx: [${"a, ".repeat(3_500_000)}]\n`);
  await expect(readProject(folder)).rejects.toMatchObject({
    code: "broken-project",
    message: expect.stringContaining("too large"),
  });
});

it.each([
  ["a project without a runtime", "name: shop\n", "broken-project"],
  ["text that is no YAML", "name: [shop\n", "broken-yaml"],
  ["an empty file", "", "broken-project"],
])("names the file: %s", async (_, text, code) => {
  await writeFile(join(folder, "Pulumi.yaml"), text);
  await expect(readProject(folder)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(join(folder, "Pulumi.yaml")),
  });
});

it("has none in an empty or absent folder, and says so where one is needed", async () => {
  expect(await readProject(folder)).toBeNull();
  expect(await readProject(join(folder, "absent"))).toBeNull();
  await expect(requireProject(folder)).rejects.toMatchObject({ code: "no-project" });
  await expect(requireProject(null)).rejects.toMatchObject({ code: "no-project" });
});

it("tells providers in folders of the project from those of a registry", async () => {
  const packages =
    "  kit: ./component\n  other: { source: ../other, version: 1.0.0 }\n  random: random@4.0.0\n  git: github.com/a/b\n";
  await writeFile(join(folder, "Pulumi.yaml"), `name: shop\nruntime: nodejs\nmain: src/\npackages:\n${packages}`);
  expect(await readProject(folder)).toMatchObject({
    main: "src/",
    ownProviders: [
      { name: "kit", path: "./component" },
      { name: "other", path: "../other" },
    ],
  });
});
