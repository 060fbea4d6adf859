import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { StageKey } from "../../src/engine/engine.ts";
import { type ProcessEnd, runProcess } from "../../src/engine/process.ts";
import type { Home } from "../../src/home/home.ts";
import type { StageOrigin, StageRecord } from "../../src/home/record.ts";
import { engineBin } from "../support/engine.ts";

const repositoryRoot = resolve(import.meta.dirname, "../..");

/** A Pulumi of the test's own: its settings and its projects lie in the test's folder. */
export type TestPulumi = {
  /** Runs `pulumi`; `environment` is added to what the engine needs anyway. */
  readonly run: (
    args: readonly string[],
    at: {
      readonly cwd: string;
      readonly environment?: Readonly<Record<string, string>>;
      readonly started?: (process: { readonly pid: number }) => void;
    },
  ) => Promise<ProcessEnd>;
  /** A project of its own name with one component in it. */
  readonly makeProject: (app: string) => Promise<string>;
};

export function createTestPulumi(folder: string): TestPulumi {
  const engine = engineBin();
  const environment = {
    HOME: folder,
    PATH: [engine, process.env["PATH"] ?? ""].join(delimiter),
    PULUMI_HOME: join(folder, "pulumi-home"),
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
  };
  return {
    run: (args, at) =>
      runProcess({
        command: join(engine, "pulumi"),
        args: ["--non-interactive", "--color", "never", ...args],
        cwd: at.cwd,
        environment: { ...environment, ...at.environment },
        signal: new AbortController().signal,
        ...(at.started === undefined ? {} : { started: at.started }),
      }),
    makeProject: async (app) => {
      const directory = join(folder, "projects", app);
      await mkdir(directory, { recursive: true });
      await cp(join(repositoryRoot, "test/fixtures/component"), directory, { recursive: true });
      const project = await readFile(join(directory, "Pulumi.yaml"), "utf8");
      await writeFile(join(directory, "Pulumi.yaml"), project.replace("name: component", `name: ${app}`));
      await symlink(join(repositoryRoot, "node_modules"), join(directory, "node_modules"));
      return directory;
    },
  };
}

/** What a home needs to be made for a test: a new one each time it is asked for, with `pulumi` if it needs that. */
export type MakeHome = (place: { readonly folder: string; readonly pulumi: TestPulumi }) => Promise<Home> | Home;

/** What every home promises, with the real engine. */
export function testHome(name: string, makeHome: MakeHome): void {
  describe(`home ${name}`, () => {
    let folder: string;
    let pulumi: TestPulumi;
    const newHome = async () => makeHome({ folder: await mkdtemp(join(folder, "home-")), pulumi });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "stagewright-homes-"));
      pulumi = createTestPulumi(folder);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it("names where it is", async () => {
      expect((await newHome()).where).not.toBe("");
    });

    it("knows nothing of a stage that was never made, and forgets it without complaint", async () => {
      const home = await newHome();
      const key = { app: "nothing", stage: "pr-1" };
      expect(await home.checkpoint(key)).toBeNull();
      expect(await home.records?.read(key)).toBeNull();
      expect(await home.records?.list()).toEqual([]);
      await home.discard(key);
      expect(await home.checkpoint(key)).toBeNull();
    });

    it("takes a stage through its life: made, deployed twice, not discarded while it lives, removed, discarded", async () => {
      const home = await newHome();
      const key = { app: "life", stage: "feature-Login-2" };
      const project = await pulumi.makeProject(key.app);
      const deploy = createDeploy({ home, pulumi, key, project });
      const before = await readdir(project);

      await home.records?.write(recordOf(key));
      await home.prepare(key);
      await deploy();
      expect(outputsOf(await home.checkpoint(key))).toEqual({ greeting: "hello from feature-Login-2" });
      expect(await deploy()).toContain("2 unchanged");
      expect(await readdir(project)).toEqual(before);
      expect(await home.records?.read(key)).toMatchObject({ app: key.app, stage: key.stage });

      await expect(home.discard(key)).rejects.toMatchObject({
        code: "stage-not-empty",
        message: expect.stringContaining("component:index:Thing::thing"),
      });
      expect(outputsOf(await home.checkpoint(key))).toEqual({ greeting: "hello from feature-Login-2" });

      const destroyed = await pulumi.run(["destroy", "--yes", "--skip-preview", "--stack", key.stage], {
        cwd: await makeEmptyProject(folder, key.app),
        environment: home.engineEnvironment,
      });
      expect(destroyed).toMatchObject({ code: 0 });
      await home.discard(key);
      expect(await home.checkpoint(key)).toBeNull();
      expect(await home.records?.read(key)).toBeNull();
    });

    it("makes a stage anew after it was discarded", async () => {
      const home = await newHome();
      const key = { app: "again", stage: "pr-2" };
      const deploy = createDeploy({ home, pulumi, key, project: await pulumi.makeProject(key.app) });
      await home.prepare(key);
      await home.createMissing?.(key, null);
      await home.discard(key);
      await home.prepare(key);
      await deploy();
      expect(outputsOf(await home.checkpoint(key))).toEqual({ greeting: "hello from pr-2" });
    });

    it("leaves a stage that is there as it is when it is prepared again", async () => {
      const home = await newHome();
      const key = { app: "prepared", stage: "pr-3" };
      const project = await pulumi.makeProject(key.app);
      await home.prepare(key);
      await createDeploy({ home, pulumi, key, project })();
      const state = await home.checkpoint(key);
      await home.prepare(key);
      expect(await home.checkpoint(key)).toEqual(state);
    });

    it("writes a state that we edited, and the engine goes on from it", async () => {
      const home = await newHome();
      const key = { app: "edited", stage: "pr-4" };
      if (home.replaceCheckpoint === null) {
        expect(home.kind).toBe("backend");
        return;
      }
      const deploy = createDeploy({ home, pulumi, key, project: await pulumi.makeProject(key.app) });
      await home.prepare(key);
      await deploy();
      const state = await home.checkpoint(key);
      const latest = state?.checkpoint.latest;
      const [root] = latest?.resources ?? [];
      expect(root?.type).toBe("pulumi:pulumi:Stack");
      if (state === null || root === undefined) {
        return;
      }
      const edited = { ...state, checkpoint: { ...state.checkpoint, latest: { ...latest, resources: [root] } } };
      await home.replaceCheckpoint(key, edited);
      expect(await home.checkpoint(key)).toEqual(edited);
      expect(await deploy()).toContain("1 created");
    });

    describe("records", () => {
      const origins: StageOrigin[] = [
        { kind: "pull_request", number: 12 },
        { kind: "branch", branch: `feature/"quoted" $(touch x) ünï\n${"long-".repeat(40)}` },
        { kind: "tag", tag: "v1.2.3" },
        { kind: "manual" },
      ];

      it("come back as they were written, whatever is in them, over several apps", async () => {
        const home = await newHome();
        if (home.records === null) {
          expect(home.kind).toBe("backend");
          return;
        }
        const written: StageRecord[] = [];
        for (const [index, origin] of origins.entries()) {
          const key = { app: index < 2 ? "shop" : "Blog_2.x", stage: `stage-${index}` };
          const record = { ...recordOf(key), origin, ephemeral: index % 2 === 0, path: `packages/ü ${index}` };
          await home.prepare(key);
          await home.createMissing?.(key, null);
          await home.records.write(record);
          expect(await home.records.read(key)).toEqual(record);
          written.push(record);
        }
        const listed = [...(await home.records.list())].sort((a, b) => (a.stage < b.stage ? -1 : 1));
        expect(listed).toEqual(written);
        const [first, , third] = written;
        if (first === undefined || third === undefined) {
          return;
        }
        await home.records.remove(first);
        expect(await home.records.read(first)).toBeNull();
        const changed: StageRecord = { ...third, status: "removal failed", commit: "c".repeat(40) };
        await home.records.write(changed);
        expect(await home.records.read(third)).toEqual(changed);
        expect((await home.records.list()).map((record) => record.stage).sort()).toEqual([
          "stage-1",
          "stage-2",
          "stage-3",
        ]);
      });
    });
  });
}

function recordOf(key: StageKey): StageRecord {
  return {
    version: 1,
    ...key,
    path: ".",
    repository: { id: 123_456_789, name: "acme/shop" },
    origin: { kind: "pull_request", number: 12 },
    ephemeral: true,
    commit: "0123456789abcdef0123456789abcdef01234567",
    status: "deployed",
    updatedAt: "2026-01-02T03:04:05.678Z",
  };
}

/** Deploys as the engine adapter does: with a configuration file outside of the project, and the stage made if the engine does not know it. */
function createDeploy(order: {
  home: Home;
  pulumi: TestPulumi;
  key: StageKey;
  project: string;
}): () => Promise<string> {
  const { home, pulumi, key, project } = order;
  return async () => {
    const configFile = join(project, "..", `${key.app}-${key.stage}.yaml`);
    await writeFile(configFile, "");
    const up = () =>
      pulumi.run(["up", "--yes", "--skip-preview", "--stack", key.stage, "--config-file", configFile], {
        cwd: project,
        environment: home.engineEnvironment,
      });
    let end = await up();
    if (end.code !== 0 && /no stack named/u.test(end.stderr) && home.createMissing !== null) {
      await home.createMissing(key, configFile);
      end = await up();
    }
    expect(end).toMatchObject({ code: 0 });
    return end.stdout;
  };
}

/** A folder with nothing but a minimal project file, as for a removal without a checkout. */
async function makeEmptyProject(folder: string, app: string): Promise<string> {
  const directory = await mkdtemp(join(folder, "empty-"));
  await writeFile(join(directory, "Pulumi.yaml"), `name: ${app}\nruntime: nodejs\n`);
  return directory;
}

function outputsOf(checkpoint: Awaited<ReturnType<Home["checkpoint"]>>): unknown {
  const resources = checkpoint?.checkpoint.latest?.resources ?? [];
  return resources.find((resource) => resource.type === "pulumi:pulumi:Stack")?.outputs;
}
