import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

import type { EngineResult, StageKey } from "../../../src/engine/engine.ts";
import { createPulumiEngine } from "../../../src/engine/pulumi/pulumi.ts";
import type { OpenHome } from "../../../src/home/home.ts";
import { makeTestStage, type TestStage, textOf } from "../../support/pulumi-stage.ts";
import { openTestS3Home, type TestS3Home } from "../../support/s3-home.ts";
import { type S3Server, s3Environment, startVersitygw } from "../../support/s3-servers.ts";

let server: S3Server | undefined;
beforeAll(async () => {
  Object.assign(process.env, s3Environment);
  server = await startVersitygw();
  await server.createBucket("engine");
});
afterAll(() => server?.stop());

/** A project, and how its home in the bucket is opened: each time as on a machine of its own. */
async function newStage(program: string, environment: Readonly<Record<string, string | undefined>> = {}) {
  const stage = await makeTestStage({ program });
  onTestFinished(() => stage[Symbol.asyncDispose]());
  const prefix = randomUUID();
  const { PULUMI_CONFIG_PASSPHRASE: _given, ...withoutPassphrase } = stage.tools.environment;
  const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const tools = { ...stage.tools, environment: { ...withoutPassphrase, ...Object.fromEntries(given) } };
  const open = () =>
    openTestS3Home({
      endpoint: server?.endpoint ?? "",
      bucket: "engine",
      prefix,
      folder: stage.folder,
      passphraseGiven: "PULUMI_CONFIG_PASSPHRASE" in environment,
    });
  return { stage, open, prefix, engine: createPulumiEngine(tools), tools };
}

/** Runs a command as the commands do: the home opened, the state stored after it. */
async function run(
  place: { readonly stage: TestStage; readonly open: () => Promise<TestS3Home> },
  key: StageKey,
  act: (opened: OpenHome, home: TestS3Home) => Promise<EngineResult>,
): Promise<EngineResult> {
  const home = await place.open();
  await using opened = await home.home.open({ key, mode: "change", fenceOff: false, left: () => undefined });
  const result = await act(opened, home);
  await opened.commit();
  return result;
}

describe("the real engine on a home in a bucket", () => {
  it("deploys, deploys again elsewhere without changes, previews and removes; the home makes the passphrase", async () => {
    const place = await newStage("files");
    const { stage, engine } = place;
    const { key } = stage;
    const path = join(stage.world, "a");
    await stage.plan({
      files: [{ name: "a", path, content: "hello", secretToken: "s3cret-token" }],
      secretOutputs: { password: "hunter2-hunter2" },
    });
    const deploy = (opened: OpenHome) => engine.deploy(stage.order({ home: opened }));

    const first = await run(place, key, deploy);
    expect(first).toMatchObject({ outcome: "succeeded", changeSet: { counts: { create: 1 } } });
    expect(await textOf(path)).toBe("hello");
    const stored = (await (await place.open()).objects.get(`app/${key.app}/${key.stage}.json`))?.body;
    const text = new TextDecoder().decode(stored);
    expect(text).toContain('"type":"passphrase"');
    expect(text).not.toContain("hunter2-hunter2");
    // The state's secrets were opened with the home's passphrase, to be hidden.
    expect(stage.secrets).toContain("hunter2-hunter2");

    const second = await run(place, key, deploy);
    expect(second).toMatchObject({ outcome: "succeeded", changeSet: { changes: [], counts: { same: 1 } } });

    await stage.plan({ files: [{ name: "a", path, content: "changed" }] });
    const home = await place.open();
    {
      await using opened = await home.home.open({ key, mode: "read", fenceOff: false, left: () => undefined });
      const preview = await engine.diff(stage.order({ home: opened }));
      expect(preview).toMatchObject({ outcome: "succeeded", changeSet: { counts: { update: 1 } } });
      const other = { ...key, stage: "pr-8" };
      await using unknown = await home.home.open({ key: other, mode: "read", fenceOff: false, left: () => undefined });
      const asNew = await engine.diff(stage.order({ key: other, home: unknown }));
      expect(asNew).toMatchObject({ outcome: "succeeded", changeSet: { counts: { create: 1 } } });
    }
    expect(await home.home.checkpoint({ ...key, stage: "pr-8" })).toBeNull();

    const removed = await run(place, key, async (opened) => {
      const result = await engine.remove(stage.order({ home: opened, directory: null }));
      await opened.commit();
      await opened.discard(key);
      return result;
    });
    expect(removed).toMatchObject({ outcome: "succeeded", changeSet: { counts: { delete: 1 } } });
    expect(await textOf(path)).toBeNull();
    expect(await home.home.checkpoint(key)).toBeNull();
    // Each run's folder goes with it.
    const folders = (await readdir(stage.folder)).filter((name) => name.startsWith("temp-"));
    for (const folder of folders) {
      expect(await readdir(join(stage.folder, folder))).toEqual([]);
    }
  });

  it("refuses a wrong passphrase before anything runs, and changes nothing", async () => {
    const place = await newStage("files", { PULUMI_CONFIG_PASSPHRASE: "one" });
    const { stage } = place;
    const { key } = stage;
    await stage.plan({ files: [{ name: "a", path: join(stage.world, "a") }] });
    await run(place, key, (opened) => place.engine.deploy(stage.order({ home: opened })));
    const { objects } = await place.open();
    const before = await objects.get(`app/${key.app}/${key.stage}.json`);

    const other = createPulumiEngine({
      ...place.tools,
      environment: { ...place.tools.environment, PULUMI_CONFIG_PASSPHRASE: "another" },
    });
    await stage.plan({ files: [{ name: "b", path: join(stage.world, "b") }] });
    await expect(run(place, key, (opened) => other.deploy(stage.order({ home: opened })))).rejects.toMatchObject({
      code: "wrong-passphrase",
    });
    // Older it may be.
    expect(await objects.get(`app/${key.app}/${key.stage}.json`)).toMatchObject({
      tag: before?.tag,
      body: before?.body,
    });
    expect(await textOf(join(stage.world, "b"))).toBeNull();
  });

  it("reads a secret of another stage of the app, as a secret", async () => {
    const place = await newStage("reference");
    const { stage, engine } = place;
    const giver = { app: "reference", stage: "production" };
    const path = join(stage.folder, "taken");
    await stage.plan({ files: [], token: "t0ken-of-production" });
    await run(place, giver, (opened) => engine.deploy(stage.order({ key: giver, home: opened })));
    await stage.plan({ files: [], from: "production", path });
    const result = await run(place, stage.key, (opened) => engine.deploy(stage.order({ home: opened })));
    expect(result).toMatchObject({ outcome: "succeeded", changeSet: { outputs: { taken: { secret: true } } } });
    expect(await textOf(path)).toBe("t0ken-of-production");
  });

  it("fails where the secrets of another stage cannot be opened, and deploys nothing in their place", async () => {
    const place = await newStage("reference", { PULUMI_CONFIG_PASSPHRASE: "one" });
    const { stage, engine } = place;
    const giver = { app: "reference", stage: "production" };
    const path = join(stage.folder, "taken");
    await stage.plan({ files: [], token: "t0ken-of-production" });
    await run(place, giver, (opened) => engine.deploy(stage.order({ key: giver, home: opened })));

    const other = createPulumiEngine({
      ...place.tools,
      environment: { ...place.tools.environment, PULUMI_CONFIG_PASSPHRASE: "another" },
    });
    await stage.plan({ files: [], from: "production", path });
    const result = await run(place, stage.key, (opened) => other.deploy(stage.order({ home: opened })));
    expect(result.outcome).toBe("failed");
    expect(result.changeSet.diagnostics).toContainEqual(
      expect.objectContaining({
        severity: "error",
        message: expect.stringMatching(/^The secrets of organization\/reference\/production.* cannot be opened/u),
      }),
    );
    expect(await textOf(path)).toBeNull();
  });
});
