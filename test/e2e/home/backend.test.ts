import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createBackendHome } from "../../../src/home/backend.ts";
import { findBackend } from "../../../src/home/backend-address.ts";
import type { RunPulumi } from "../../../src/home/backend-stacks.ts";
import type { EngineHome, Home } from "../../../src/home/home.ts";
import type { StageRecord } from "../../../src/home/record.ts";
import { testHome } from "../../contract/home.ts";
import { stageRecord } from "../../support/stage-record.ts";
import { createTestPulumi, type TestPulumi } from "../../support/test-pulumi.ts";

async function openHome(folder: string, pulumi: RunPulumi): Promise<Home & EngineHome> {
  await mkdir(join(folder, "state"), { recursive: true });
  return createBackendHome({
    backend: findBackend({ environment: {}, projectUrl: "file://state", directory: folder }),
    engineVersion: "3.259.0",
    pulumi,
    temporaryDirectory: folder,
  });
}

testHome("backend in a folder", ({ folder, pulumi }) => openHome(folder, pulumi.run));

describe("home backend", () => {
  let folder: string;
  let pulumi: TestPulumi;
  const record = stageRecord();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "stagewright-backend-"));
    pulumi = createTestPulumi(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A home in a folder of its own, and what each `pulumi` that it started was for. */
  const counted = async (place: string) => {
    const started: string[] = [];
    const home = await openHome(place, (args, at) => {
      started.push(args.slice(0, 3).join(" "));
      return pulumi.run(args, at);
    });
    const { records } = home;
    if (records === null) {
      throw new Error("this home should keep records");
    }
    return { home, records, started };
  };

  it("asks twice for the record of a deploy that changes nothing: once before, once after", async () => {
    const place = await mkdtemp(join(folder, "cost-"));
    const first = await counted(place);
    expect(await first.records.neighbours(record)).toEqual([]);
    await first.records.write({ ...record, commit: null, status: "deploying" });
    await first.home.createMissing?.(record, null);
    await first.records.write(record);
    expect(first.started).toEqual([
      "stack tag ls",
      "stack ls --project",
      "stack tag set",
      "stack init --stack",
      "stack tag set",
      "stack tag set",
    ]);

    const next = await counted(place);
    expect(await next.records.neighbours(record)).toEqual([record]);
    await next.home.prepare(record);
    await next.records.write({ ...record, status: "deploying", updatedAt: "2026-01-03T00:00:00.000Z" });
    expect(next.started).toEqual(["stack tag ls"]);
    const deployed: StageRecord = { ...record, commit: "b".repeat(40), updatedAt: "2026-01-03T00:00:01.000Z" };
    await next.records.write(deployed);
    expect(next.started).toEqual(["stack tag ls", "stack tag set"]);

    const again = await counted(place);
    expect(await again.records.read(record)).toEqual(deployed);
    await again.records.write({ ...deployed, status: "removal failed" });
    expect(await again.records.read(record)).toMatchObject({ status: "removal failed" });
  });

  it("keeps no record of a stage that was never made", async () => {
    const place = await mkdtemp(join(folder, "never-"));
    const { records } = await counted(place);
    await records.write(record);
    expect(await records.read(record)).toEqual(record);
    const later = await counted(place);
    expect(await later.records.list()).toEqual([]);
    expect(await later.home.checkpoint(record)).toBeNull();
  });

  it("leaves stacks that are not ours out of the list, and is not disturbed by their tags", async () => {
    const place = await mkdtemp(join(folder, "theirs-"));
    const { home, records } = await counted(place);
    await home.createMissing?.({ app: "theirs", stage: "dev" }, null);
    await home.createMissing?.(record, null);
    await records.write(record);
    expect(await records.list()).toEqual([record]);
    expect(await records.neighbours({ app: "theirs", stage: "dev" })).toEqual([]);
  });

  it("makes a stage with the key that its configuration names, and leaves that file alone", async () => {
    const place = await mkdtemp(join(folder, "key-"));
    const { home } = await counted(place);
    const configFile = join(place, "Pulumi.preview.yaml");
    // Made by `pulumi stack init` with the passphrase of the test.
    const made = await pulumi.run(["stack", "init", "seed", "--no-select"], {
      cwd: await pulumi.makeProject("seed"),
      environment: home.engineEnvironment,
    });
    expect(made).toMatchObject({ code: 0 });
    const salt = saltOf(await home.checkpoint({ app: "seed", stage: "seed" }));
    await writeFile(configFile, `encryptionsalt: ${String(salt)}\n`);
    await home.createMissing?.(record, configFile);
    expect(salt).toMatch(/^v1:/u);
    expect(saltOf(await home.checkpoint(record))).toBe(salt);
    expect(await readdir(place)).toEqual(["Pulumi.preview.yaml", "state"]);
  });

  it("never takes a broken state for an empty stage", async () => {
    const place = await mkdtemp(join(folder, "broken-"));
    const { home } = await counted(place);
    await home.createMissing?.(record, null);
    await writeFile(join(place, "state/.pulumi/stacks/shop/pr-12.json"), '{"version":3,');
    await expect(home.checkpoint(record)).rejects.toMatchObject({ code: "backend-failed" });
    await expect(home.discard(record)).rejects.toMatchObject({ code: "backend-failed" });
  });

  it("says what is wrong with a backend that is not there, without its credentials", async () => {
    const home = createBackendHome({
      backend: findBackend({
        environment: { PULUMI_BACKEND_URL: "file:///no/such/folder?metadata=hunter2" },
        projectUrl: null,
        directory: null,
      }),
      engineVersion: "3.259.0",
      pulumi: pulumi.run,
      temporaryDirectory: folder,
    });
    const failure = {
      code: "backend-failed",
      message: expect.stringMatching(/^(?!.*hunter2).*no\/such\/folder/su),
    };
    await expect(home.checkpoint(record)).rejects.toMatchObject(failure);
    await expect(home.records?.list()).rejects.toMatchObject(failure);
  });

  it("says so where there is no backend at all", async () => {
    const home = createBackendHome({
      backend: findBackend({ environment: {}, projectUrl: null, directory: null }),
      engineVersion: "3.259.0",
      pulumi: pulumi.run,
      temporaryDirectory: folder,
    });
    await expect(home.checkpoint(record)).rejects.toMatchObject({ code: "no-backend" });
  });

  it("keeps no records with an engine whose stacks there have no tags", () => {
    const home = createBackendHome({
      backend: findBackend({ environment: { PULUMI_BACKEND_URL: "s3://x" }, projectUrl: null, directory: null }),
      engineVersion: "3.210.0",
      pulumi: pulumi.run,
      temporaryDirectory: folder,
    });
    expect(home.records).toBeNull();
  });
});

function saltOf(checkpoint: Awaited<ReturnType<Home["checkpoint"]>>): unknown {
  const state = checkpoint?.checkpoint.latest?.secrets_providers?.state;
  return typeof state === "object" && state !== null && "salt" in state ? state.salt : undefined;
}
