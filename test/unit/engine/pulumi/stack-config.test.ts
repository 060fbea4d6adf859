import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

import type { Checkpoint } from "../../../../src/engine/pulumi/checkpoint.ts";
import type { StackConfig } from "../../../../src/engine/pulumi/look-at-config.ts";
import type { PulumiProject } from "../../../../src/engine/pulumi/project.ts";
import {
  checkConfigCanBeOpened,
  checkStateCanBeOpened,
  findConfig,
  keyOf,
  noConfig,
  secureValues,
  writeConfigFile,
} from "../../../../src/engine/pulumi/stack-config.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stack-config-"));
});
afterEach(() => rm(folder, { recursive: true }));

const project = (extension = ".yaml"): PulumiProject => ({
  name: "shop",
  directory: folder,
  configDirectory: folder,
  extension,
  backendUrl: null,
  requiredPulumiVersion: null,
  main: null,
  ownProviders: [],
});
const stateWith = (secrets_providers: { type: string; state: unknown }): Checkpoint => ({
  version: 3,
  checkpoint: { latest: { secrets_providers } },
});
const byPassphrase = stateWith({ type: "passphrase", state: { salt: "v1:state" } });
const byKms = stateWith({ type: "cloud", state: { url: "awskms://alias/x", encryptedkey: "a2V5" } });

describe("which configuration a stage has", () => {
  it("is its own, before the one that it may borrow", async () => {
    await writeFile(join(folder, "Pulumi.preview.yaml"), "config: { shop:a: borrowed }\n");
    expect(await findConfig(project(), "pr-7", "preview")).toEqual({
      file: join(folder, "Pulumi.preview.yaml"),
      isBorrowed: true,
      text: "config: { shop:a: borrowed }\n",
      config: { config: { "shop:a": "borrowed" } },
      problem: null,
    });
    await writeFile(join(folder, "Pulumi.pr-7.yaml"), "config: { shop:a: own }\n");
    expect(await findConfig(project(), "pr-7", "preview")).toMatchObject({
      file: join(folder, "Pulumi.pr-7.yaml"),
      isBorrowed: false,
    });
  });

  it.each([".yaml", ".yml", ".json"])("is named as the project's own file is: %s, and no other", async (extension) => {
    for (const each of [".yaml", ".yml", ".json"]) {
      await writeFile(join(folder, `Pulumi.pr-7${each}`), `{"config": {"shop:from": "${each}"}}`);
    }
    const found = await findConfig(project(extension), "pr-7", null);
    expect(found.config).toEqual({ config: { "shop:from": extension } });
    await rm(join(folder, `Pulumi.pr-7${extension}`));
    expect((await findConfig(project(extension), "pr-7", null)).file).toBeNull();
  });

  it("is empty without any, or with an empty file", async () => {
    expect(await findConfig(project(), "pr-7", null)).toEqual(noConfig);
    await writeFile(join(folder, "Pulumi.pr-7.yaml"), "");
    expect((await findConfig(project(), "pr-7", null)).config).toEqual({});
  });

  it("must exist where it was named", async () => {
    await expect(findConfig(project(), "pr-7", "preview")).rejects.toMatchObject({ code: "no-configuration" });
  });

  it.each([
    ["- a list\n", "broken-configuration"],
    ["config: [\n", "broken-yaml"],
    ["config: { shop:a: *nowhere }\n", "broken-yaml"],
    ["config:\n\tshop:a: 1\n", "broken-yaml"],
    ["encryptionsalt: v1:x\nconfig:\n  - a\n", "broken-configuration"],
    ["config:\n  shop:a: 1\n---\nconfig: []\n", undefined],
    ["encryptionsalt: 5\n", undefined],
  ])("is looked at as far as we can: %j", async (text, code) => {
    await writeFile(join(folder, "Pulumi.pr-7.yaml"), text);
    const { problem, config } = await findConfig(project(), "pr-7", null);
    expect(problem?.code).toBe(code);
    expect(config.encryptionsalt).toBe(text.includes("v1:x") ? "v1:x" : text.includes("5") ? "5" : undefined);
  });
});

describe("the file that the engine gets", () => {
  const written = async (text: string, checkpoint: Checkpoint | null, extension = ".yaml"): Promise<string> => {
    await writeFile(join(folder, `Pulumi.own${extension}`), text);
    const found = await findConfig(project(extension), "own", null);
    const path = await writeConfigFile({ folder, stage: "pr-7", found, checkpoint });
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect(extname(path)).toBe(extension);
    return readFile(path, "utf8");
  };

  it.each([
    ["numbers", "encryptionsalt: v1:own\nconfig:\n  a:channel: 1234567890123456789\n  a:mode: 0644\n  a:f: 1e3\n"],
    ["comments and spaces", "# why\nencryptionsalt:   'v1:own'   # key\nconfig: {a:b: yes}"],
    ["Windows' line ends", "encryptionsalt: v1:own\r\nconfig:\r\n  a:d: 2020-01-01\r\n"],
    ["anchors", "encryptionsalt: v1:own\nconfig:\n  a:x: &x {b: 1}\n  a:y: *x\n"],
    ["a document's marks", "---\nencryptionsalt: v1:own\nconfig:\n  a:x: 1\n...\n"],
  ])("has the text byte for byte: %s", async (_, text) => {
    expect(await written(text, byPassphrase)).toBe(text);
  });

  it("has the state's key added to the text where that has none of its own", async () => {
    const text = "# mine\nconfig:\n  shop:a: 0644 # octal\n";
    expect(await written(text, byPassphrase)).toBe(`# mine\n"encryptionsalt": "v1:state"\n${text.slice(7)}`);
    expect(parse(await written("encryptionsalt:\nconfig: {}\n", byPassphrase))).toEqual({
      encryptionsalt: "v1:state",
      config: {},
    });
    expect(parse(await written("", byKms))).toEqual({ secretsprovider: "awskms://alias/x", encryptedkey: "a2V5" });
    expect(await written("", null)).toBe("");
    expect(keyOf(stateWith({ type: "service", state: {} }))).toEqual({});
  });

  it.each([
    ['"encryptionsalt": "v1:state"\nconfig:\r  a:b: 1\r', "config:\r  a:b: 1\r"],
    ['"encryptionsalt": "v1:state"\nconfig: {\n  a:b: 1\n}\n', "config: {\n  a:b: 1\n}\n"],
    ['"encryptionsalt": "v1:state"\nconfig: 1\n---\nb: 2\n', "\uFEFF\uFEFFconfig: 1\n---\nb: 2\n"],
    ['"encryptionsalt": "v1:state"\n&c config: {}\n', "&c config: {}\n"],
    ['"encryptionsalt": "v1:state"\n? config\n: {}\n', "? config\n: {}\n"],
    ["- a list\n", "- a list\n"],
    ["text\n", "text\n"],
  ])("has the state's key at a place where Pulumi reads it: %j", async (expected, text) => {
    expect(await written(text, byPassphrase)).toBe(expected);
  });

  it("stays JSON where it is JSON", async () => {
    const salted = { encryptionsalt: "v1:state" };
    expect(JSON.parse(await written('{"config": {"shop:a": 1}}', byPassphrase, ".json"))).toEqual({
      ...salted,
      config: { "shop:a": 1 },
    });
    expect(JSON.parse(await written("{}", byPassphrase, ".json"))).toEqual(salted);
  });
});

it("finds encrypted values wherever they are nested", () => {
  expect(secureValues({ a: { secure: "1" }, b: [{ c: { secure: "2" } }], d: "secure", e: null })).toEqual(["1", "2"]);
});

it("refuses what Pulumi Cloud encrypted, and nothing else", () => {
  const found = (config: StackConfig) => () =>
    checkConfigCanBeOpened({ file: "Pulumi.pr-7.yaml", isBorrowed: false, text: "", config, problem: null });
  const config = { "shop:a": { secure: "AAABAK" } };
  expect(found({ config })).toThrow("Pulumi.pr-7.yaml holds encrypted values");
  expect(found({ config, encryptionsalt: "v1:x" })).not.toThrow();
  expect(found({ config, secretsprovider: "awskms://x", encryptedkey: "a2V5" })).not.toThrow();
  expect(found({ config: { "shop:a": "plain" } })).not.toThrow();
  expect(() => checkStateCanBeOpened(stateWith({ type: "service", state: {} }))).toThrow("Pulumi Cloud");
  expect(() => checkStateCanBeOpened(byPassphrase)).not.toThrow();
  expect(() => checkStateCanBeOpened(null)).not.toThrow();
});
