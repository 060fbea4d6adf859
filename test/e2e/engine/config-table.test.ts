import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { Failure } from "../../../src/failure.ts";
import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import { createSealer } from "../../../src/engine/pulumi/sealer.ts";
import { createPlain } from "../../support/plain-pulumi.ts";
import { makeTestStage, type TestStage, textOf } from "../../support/pulumi-stage.ts";

let stage: TestStage;
let both: () => Promise<{ readonly plain: string | null; readonly ours: string | null; readonly failure: unknown }>;

beforeAll(async () => {
  stage = await makeTestStage({ program: "configured" });
  const engine = createPulumiEngine(stage.tools);
  const plain = await createPlain(stage);
  const seenBy = (name: string) => join(stage.folder, `seen-${name}.json`);
  // A stage with a state: the key to its secrets is added to configurations that name none.
  expect(await engine.deploy(stage.order())).toMatchObject({ outcome: "succeeded" });
  both = async () => {
    await Promise.all(["plain", "pr-7"].map((name) => rm(seenBy(name), { force: true })));
    const [result] = await Promise.allSettled([engine.diff(stage.order()), plain(["preview"])]);
    const failure: unknown = result.status === "rejected" ? result.reason : null;
    return { plain: await textOf(seenBy("plain")), ours: await textOf(seenBy("pr-7")), failure };
  };
});
afterAll(() => stage[Symbol.asyncDispose]());
afterEach(async () => {
  for (const name of (await readdir(stage.project)).filter((one) => /^Pulumi\.(?:plain|pr-7)\.|^config$/u.test(one))) {
    await rm(join(stage.project, name), { recursive: true });
  }
});

/** The same text as the configuration of both stages; `folder` and `extension` are the project's. */
async function configure(text: string, folder = ".", extension = "yaml"): Promise<void> {
  await mkdir(join(stage.project, folder), { recursive: true });
  for (const name of ["plain", "pr-7"]) {
    await writeFile(join(stage.project, folder, `Pulumi.${name}.${extension}`), text);
  }
}

const values = `
anchored: &list [1, 2]
config:
  big: 1234567890123456789
  huge: 123456789012345678901234567890
  octal: 0644
  newOctal: 0o14
  hex: 0x1F
  float: 1.10
  exponent: 1e3
  underscored: 1_000
  signed: +5
  zeros: 007
  quoted: "0644"
  quotedFloat: '1.10'
  yes: yes
  On: on
  truth: True
  date: 2020-01-01
  clock: 12:30:45
  text: !!str 0644
  number: !!int "5"
  binary: !!binary aGVsbG8=
  own: !mine hello
  list: *list
  merged: { <<: &base { b: 1 }, c: 0644 }
  folded: >-
    one
    two
  kept: |+
    x

  escaped: "a\\tb\\u00e9😀"
  tabbed:\t1
  other:namespaced: 1
  nested: { n: 1234567890123456789, o: 0644, f: 1.50, l: [1, "2", 0x10], d: 2020-01-01, z: null, e: {} }
`;

describe("a program gets from plain pulumi and from us the same", () => {
  it.each([
    ["values", values],
    ["byte order mark and Windows' line ends", "\uFEFF# why\r\nconfig:\r\n  a: x\r\n  b: |\r\n    1\r\n    2\r\n"],
    ["braces", 'config: {a: 1, "b": {c: 0644},\n}\n'],
    ["several documents", "config:\n  a: 0644\n---\nconfig:\n  a: 2\n"],
    ["line ends of old", "config:\r  a: 0644\r"],
    ["an alias for all of it", "base: &base\n  a: 0644\nconfig: *base\n"],
  ])("%s", async (_, text) => {
    await configure(text);
    const { plain, ours, failure } = await both();
    expect(failure).toBeNull();
    expect(plain).toContain('"configured:');
    expect(ours).toBe(plain);
  });

  it("where there is nothing but a comment", async () => {
    await configure("# none\n");
    expect(await both()).toEqual({ plain: "[]", ours: "[]", failure: null });
  });

  it("encrypted values", async () => {
    const { salt, encrypt } = await createSealer("correct horse", null);
    const secure = encrypt("tok-a1b2c3");
    await configure(`encryptionsalt: ${salt}\nconfig:\n  a: {secure: ${secure}}\n  b: {c: [{secure: ${secure}}]}\n`);
    const { plain, ours } = await both();
    expect(plain).toContain("tok-a1b2c3");
    expect(ours).toBe(plain);
  });
});

it.each([
  ["a key twice", "config:\n  a: 1\n  a: 2\n", "line 3"],
  ["tabs", "config:\n\ta: 1\n", "line 2"],
  ["a list", "config:\n  - a\n", "config"],
  ["no key of Pulumi's", "config:\n  a:b:c: 1\n", "a:b:c"],
  ["another YAML", "%YAML 1.2\n---\nconfig:\n  a: 1\n", "incompatible YAML"],
])("neither of us runs a program with %s", async (_, text, why) => {
  await configure(text);
  const { plain, ours, failure } = await both();
  expect([plain, ours]).toEqual([null, null]);
  expect(failure).toBeInstanceOf(Failure);
  expect(String(failure)).toContain(why);
});

describe("the file is the one that plain pulumi takes", () => {
  const project = async (name: string, text: string) => {
    for (const one of ["Pulumi.yaml", "Pulumi.json"]) {
      await rm(join(stage.project, one), { force: true });
    }
    await writeFile(join(stage.project, name), text);
  };

  it("where the project says that they are, though there is one of each kind", async () => {
    await project("Pulumi.yaml", "name: configured\nruntime: nodejs\nstackConfigDir: config\n");
    await configure("config:\n  from: beside\n");
    await configure("config:\n  from: yml\n", "config", "yml");
    await configure("config:\n  from: folder\n", "config");
    const { plain, ours } = await both();
    expect(plain).toContain("folder");
    expect(ours).toBe(plain);
  });

  it("of the project's own kind: JSON beside JSON", async () => {
    await project("Pulumi.json", '{"name": "configured", "runtime": "nodejs"}');
    await configure("config:\n  from: yaml\n");
    await configure('{"config": {"from": "json", "big": 1234567890123456, "float": 1.10}}', ".", "json");
    const { plain, ours } = await both();
    expect(plain).toContain("json");
    expect(ours).toBe(plain);
  });
});
