import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, expect, it } from "vitest";

import { compiledBefore, engineBin, testCache } from "../support/engine.ts";
import { makeProbeWorld, type ProbeWorld } from "../support/probe-world.ts";
import { runCli } from "../support/run-action.ts";
import { type S3Server, s3Environment, startMoto } from "../support/s3-servers.ts";
import { createTestPulumi, type TestPulumi } from "../support/test-pulumi.ts";

// Stacks of plain Pulumi are moved into a home and back: the compiled command line, the real engine, a bucket.

const passphrase = "correct horse";
let [server, world, pulumi]: [S3Server | null, ProbeWorld | null, TestPulumi | null] = [null, null, null];

beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  [server, world] = await Promise.all([startMoto(), makeProbeWorld()]);
  await server.createBucket("shop-state");
  pulumi = createTestPulumi(world.folder);
  await world.program({ things: [{ name: "page", content: "one", secret: "sesame-open" }], outputs: { token: "t" } });
});
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
  await server?.stop();
});

const there = () => {
  if (server === null || world === null || pulumi === null) {
    throw new Error("not begun");
  }
  return { server, world, pulumi };
};
const homeAt = (prefix: string) => `s3://shop-state/${prefix}?endpoint=${there().server.endpoint}&region=us-east-1`;
const cli = (args: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}) =>
  runCli({
    args,
    cwd: there().world.workspace,
    environment: {
      PATH: `${engineBin()}:${process.env["PATH"]}`,
      HOME: there().world.folder,
      STAGEWRIGHT_CACHE: testCache(),
      PULUMI_HOME: join(there().world.folder, "pulumi-home"),
      PULUMI_CONFIG_PASSPHRASE: passphrase,
      ...compiledBefore(),
      PROBE_ROOT: join(there().world.folder, "things"),
      ...s3Environment,
      ...environment,
    },
  });
/** Plain Pulumi in a checkout of its own. */
async function plain(url: string, ...args: readonly string[]) {
  const { world: probe, pulumi: engine } = there();
  const end = await engine.run(args, {
    cwd: probe.workspace,
    environment: {
      PULUMI_BACKEND_URL: url,
      PROBE_ROOT: join(probe.folder, "things"),
      PULUMI_CONFIG_PASSPHRASE: passphrase,
      ...s3Environment,
    },
  });
  expect(end.code, end.stderr + end.stdout).toBe(0);
  return end.stdout;
}
async function deployPlainly(url: string, stage: string): Promise<void> {
  await plain(url, "stack", "init", stage);
  await plain(url, "up", "--yes", "--skip-preview", "--stack", stage);
}
async function newBackend(name: string): Promise<string> {
  const folder = join(there().world.folder, name);
  await mkdir(folder);
  return `file://${folder}`;
}
/** What a dynamic provider derives of a secret stands in every state in the clear; the secret itself must not. */
function expectSealed(state: string): void {
  expect(state).not.toMatch(/"plaintext"|"(?:\\")?sesame-open/u);
  expect(state).toContain("ciphertext");
}
/** The arguments of the command that a refusal names, as a shell would hand them on. */
function advised(text: string): string[] {
  const command = /`stagewright (?<command>state import [^`]+)`/u.exec(text)?.groups?.["command"] ?? "";
  return [...command.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, word]) => quoted ?? word ?? "");
}

it("moves a stack from the backend beside the home, and back into another backend, without a change", async () => {
  const old = await newBackend("old");
  await deployPlainly(old, "production");
  const home = homeAt("moved");
  const beside = { PULUMI_BACKEND_URL: old };
  for (const command of ["deploy", "diff"]) {
    const refused = await cli([command, "--stage", "production", "--home", home], beside);
    expect(refused, refused.stderr).toMatchObject({ code: 1 });
    const said = refused.stdout + refused.stderr;
    expect(said).toContain("a second time");
    expect(advised(said)).toEqual([
      "state",
      "import",
      "--from-backend",
      old,
      "--stage",
      "production",
      "--app",
      "probe",
      "--home",
      home,
    ]);
  }
  const other = await cli(["diff", "--stage", "elsewhere", "--home", home], beside);
  expect(other.code, other.stderr + other.stdout).toBe(0);

  const refused = await cli(["deploy", "--stage", "production", "--home", home], beside);
  const imported = await cli(advised(refused.stdout + refused.stderr));
  expect(imported, imported.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/3 resources/u) });
  expect(imported.stdout + imported.stderr).not.toContain("sesame-open");
  expect(await plain(old, "stack", "ls")).toMatch(/^production-moved-\d+/mu);

  const deployed = await cli(["deploy", "--stage", "production", "--home", home, "--json"], beside);
  expect(deployed.code, deployed.stderr).toBe(0);
  expect(JSON.parse(deployed.stdout)).toMatchObject({ stages: [{ state: "unchanged" }] });
  const again = await cli(["state", "import", "--from-backend", old, "--stage", "production", "--home", home]);
  expect(again.code).toBe(1);

  const file = join(there().world.folder, "exported.json");
  const exported = await cli(["state", "export", "--stage", "production", "--home", home, "--out", file]);
  expect(exported.code, exported.stderr).toBe(0);
  expectSealed(await readFile(file, "utf8"));
  const next = await newBackend("next");
  await plain(next, "stack", "init", "production");
  await plain(next, "stack", "import", "--stack", "production", "--file", file);
  await plain(next, "up", "--yes", "--skip-preview", "--stack", "production", "--expect-no-changes");
});

it("moves a stack out of the home's own bucket, to the home's own passphrase, and back to a given one", async () => {
  const { endpoint } = there().server;
  const query = `region=us-east-1&endpoint=${endpoint}&disable_https=true&use_path_style=true`;
  for (const [stage, place] of [
    ["live", "shop-state/bucket"],
    ["root", "shop-state"],
  ] as const) {
    await deployPlainly(`s3://${place}?${query}`, stage);
    const home = homeAt("bucket");
    const noPassphrase = { PULUMI_CONFIG_PASSPHRASE: undefined };
    const refused = await cli(["deploy", "--stage", stage, "--home", home], noPassphrase);
    expect(refused.code).toBe(1);
    const passphraseFile = join(there().world.folder, "old-passphrase");
    await writeFile(passphraseFile, `${passphrase}\n`);
    const command = advised(refused.stdout + refused.stderr);
    expect(command).toContain("--from-backend");
    const wrong = await cli(command, { PULUMI_CONFIG_PASSPHRASE: undefined });
    expect(wrong.code, wrong.stdout).toBe(1);
    const salted = await cli([...command, "--old-passphrase-file", passphraseFile], noPassphrase);
    expect(salted, salted.stdout).toMatchObject({ code: 1, stderr: expect.stringContaining(`Pulumi.${stage}.yaml`) });
    await rm(join(there().world.workspace, `Pulumi.${stage}.yaml`));
    const imported = await cli([...command, "--old-passphrase-file", passphraseFile], noPassphrase);
    expect(imported, imported.stderr).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("home's own passphrase"),
    });
    const deployed = await cli(["deploy", "--stage", stage, "--home", home, "--json"], noPassphrase);
    expect(deployed.code, deployed.stderr).toBe(0);
    expect(JSON.parse(deployed.stdout)).toMatchObject({ stages: [{ state: "unchanged" }] });
    const flags = ["--stage", stage, "--home", home, "--to-passphrase-file", passphraseFile];
    const exported = await cli(["state", "export", ...flags], noPassphrase);
    expect(exported.code, exported.stderr).toBe(0);
    expectSealed(exported.stdout);
    const file = join(there().world.folder, `${stage}.json`);
    await writeFile(file, exported.stdout);
    const next = await newBackend(`next-${stage}`);
    await plain(next, "stack", "init", stage);
    await plain(next, "stack", "import", "--stack", stage, "--file", file);
    await plain(next, "preview", "--stack", stage, "--expect-no-changes");
  }
});

it("imports a file, with secrets in the clear or not, once; a file of another stage never", async () => {
  const old = await newBackend("of-file");
  await deployPlainly(old, "staging");
  const home = homeAt("file");
  for (const [prefix, more] of [
    ["hidden", []],
    ["shown", ["--show-secrets"]],
  ] as const) {
    const file = join(there().world.folder, `${prefix}.json`);
    await plain(old, "stack", "export", "--stack", "staging", "--file", file, ...more);
    const into = homeAt(prefix);
    const foreign = await cli(["state", "import", "--from-file", file, "--stage", "production", "--home", into]);
    expect(foreign, foreign.stdout).toMatchObject({ code: 1, stderr: expect.stringContaining("not a resource of") });
    const imported = await cli(["state", "import", "--from-file", file, "--stage", "staging", "--home", into]);
    expect(imported.code, imported.stderr).toBe(0);
    const stored = await cli(["state", "export", "--raw", "--stage", "staging", "--home", into]);
    expectSealed(stored.stdout);
    expect(stored.stdout).toContain("ciphertext");
    const twice = await cli(["state", "import", "--from-file", file, "--stage", "staging", "--home", into]);
    expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining("already has a state") });
    const shown = await cli(["diff", "--stage", "staging", "--home", into, "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ stages: [{ changeSet: { changes: [], counts: { same: 1 } } }] });
  }
  const kept = await cli([
    "state",
    "import",
    "--from-backend",
    old,
    "--keep-old",
    "--stage",
    "staging",
    "--home",
    home,
  ]);
  expect(kept.code, kept.stderr).toBe(0);
  expect(await plain(old, "stack", "ls")).toMatch(/^staging\*?\s/mu);
});

it("finds stacks of old Pulumi in a folder, packed or not, and leaves other projects' alone", async () => {
  const old = await newBackend("legacy");
  await deployPlainly(old, "prod");
  const state = await readFile(join(old.slice("file://".length), ".pulumi/stacks/probe/prod.json"), "utf8");
  for (const packed of [false, true]) {
    const directory = join(there().world.folder, `legacy-home-${packed}`);
    await mkdir(join(directory, ".pulumi/stacks"), { recursive: true });
    const file = join(directory, ".pulumi/stacks", packed ? "prod.json.gz" : "prod.json");
    await writeFile(file, packed ? gzipSync(state) : state);
    await writeFile(join(directory, ".pulumi/stacks/mine.json"), state.replaceAll("::probe::", "::other::"));
    const refused = await cli(["deploy", "--stage", "prod", "--home", `local:${directory}`]);
    expect(refused.code).toBe(1);
    const command = advised(refused.stdout + refused.stderr);
    expect(command).toContain(file);
    const imported = await cli(command);
    expect(imported.code, imported.stderr).toBe(0);
    const shown = await cli(["diff", "--stage", "prod", "--home", `local:${directory}`, "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ stages: [{ changeSet: { changes: [], counts: { same: 1 } } }] });
    expect((await cli(["diff", "--stage", "mine", "--home", `local:${directory}`])).code).toBe(0);
  }
});
