import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

import type { Checkpoint } from "../../../../src/engine/pulumi/checkpoint.ts";
import type { PulumiProject } from "../../../../src/engine/pulumi/project.ts";
import {
  checkConfigCanBeOpened,
  checkStateCanBeOpened,
  findConfig,
  keyOf,
  secureValues,
  type StackConfig,
  writeConfigFile,
} from "../../../../src/engine/pulumi/stack-config.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stack-config-"));
});
afterEach(() => rm(folder, { recursive: true }));

const project = (): PulumiProject => ({
  name: "shop",
  directory: folder,
  configDirectory: folder,
  backendUrl: null,
  requiredPulumiVersion: null,
  plugins: {},
});
const stateWith = (secrets_providers: { type: string; state: unknown }): Checkpoint => ({
  version: 3,
  checkpoint: { latest: { secrets_providers } },
});
const byPassphrase = stateWith({ type: "passphrase", state: { salt: "v1:state" } });
const byKms = stateWith({ type: "cloud", state: { url: "awskms://alias/x", encryptedkey: "a2V5" } });

describe("which configuration a stage has", () => {
  it("is its own, before the one that it may borrow, under either extension", async () => {
    await writeFile(join(folder, "Pulumi.preview.yaml"), "config: { shop:a: borrowed }\n");
    expect(await findConfig(project(), "pr-7", "preview")).toEqual({
      file: join(folder, "Pulumi.preview.yaml"),
      isBorrowed: true,
      config: { config: { "shop:a": "borrowed" } },
    });
    await writeFile(join(folder, "Pulumi.pr-7.yml"), "config: { shop:a: own }\n");
    expect(await findConfig(project(), "pr-7", "preview")).toMatchObject({
      file: join(folder, "Pulumi.pr-7.yml"),
      isBorrowed: false,
    });
  });

  it("is empty without any, or with an empty file", async () => {
    expect(await findConfig(project(), "pr-7", null)).toEqual({ file: null, isBorrowed: false, config: {} });
    await writeFile(join(folder, "Pulumi.pr-7.yaml"), "");
    expect((await findConfig(project(), "pr-7", null)).config).toEqual({});
  });

  it("must exist where it was named, and be one", async () => {
    await expect(findConfig(project(), "pr-7", "preview")).rejects.toMatchObject({ code: "no-configuration" });
    await writeFile(join(folder, "Pulumi.pr-7.yaml"), "- a list\n");
    await expect(findConfig(project(), "pr-7", null)).rejects.toMatchObject({ code: "broken-configuration" });
  });
});

describe("the file that the engine gets", () => {
  const written = async (config: StackConfig, checkpoint: Checkpoint | null): Promise<unknown> => {
    const found = { file: null, isBorrowed: false, config };
    const path = await writeConfigFile({ folder, stage: "pr-7", found, checkpoint });
    expect((await stat(path)).mode & 0o077).toBe(0);
    return parse(await readFile(path, "utf8"));
  };

  it("keeps everything, and the configuration's own key", async () => {
    const config = { encryptionsalt: "v1:own", config: { "shop:a": { secure: "v1:x" } }, environment: ["dev"] };
    expect(await written(config, byPassphrase)).toEqual(config);
  });

  it("takes the state's key where it has none of its own", async () => {
    expect(await written({ config: { "shop:a": 1 } }, byPassphrase)).toEqual({
      config: { "shop:a": 1 },
      encryptionsalt: "v1:state",
    });
    expect(await written({}, byKms)).toEqual({ secretsprovider: "awskms://alias/x", encryptedkey: "a2V5" });
    expect(await written({}, null)).toEqual({});
    expect(keyOf(stateWith({ type: "service", state: {} }))).toEqual({});
  });
});

it("finds encrypted values wherever they are nested", () => {
  expect(secureValues({ a: { secure: "1" }, b: [{ c: { secure: "2" } }], d: "secure", e: null })).toEqual(["1", "2"]);
});

it("refuses what Pulumi Cloud encrypted, and nothing else", () => {
  const found = (config: StackConfig) => () =>
    checkConfigCanBeOpened({ file: "Pulumi.pr-7.yaml", isBorrowed: false, config });
  const config = { "shop:a": { secure: "AAABAK" } };
  expect(found({ config })).toThrow("Pulumi.pr-7.yaml holds encrypted values");
  expect(found({ config, encryptionsalt: "v1:x" })).not.toThrow();
  expect(found({ config, secretsprovider: "awskms://x", encryptedkey: "a2V5" })).not.toThrow();
  expect(found({ config: { "shop:a": "plain" } })).not.toThrow();
  expect(() => checkStateCanBeOpened(stateWith({ type: "service", state: {} }))).toThrow("Pulumi Cloud");
  expect(() => checkStateCanBeOpened(byPassphrase)).not.toThrow();
  expect(() => checkStateCanBeOpened(null)).not.toThrow();
});
