import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { StageKey } from "../../src/engine/engine.ts";
import type { Home, OpenHome } from "../../src/home/home.ts";
import type { StageOrigin, StageRecord } from "../../src/home/record.ts";
import { restoreText } from "../../src/home/restore.ts";
import type { Update } from "../../src/home/update-record.ts";
import { stageRecord } from "../support/stage-record.ts";
import { createTestPulumi, type TestPulumi } from "../support/test-pulumi.ts";

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
      await during(home, key, (opened) => opened.discard(key));
      expect(await home.checkpoint(key)).toBeNull();
    });

    it("takes a stage through its life: made, deployed twice, not discarded while it lives, removed, discarded", async () => {
      const home = await newHome();
      const key = { app: "life", stage: "feature-Login-2" };
      const project = await pulumi.makeProject(key.app);
      const before = await readdir(project);

      await home.records?.write(stageRecord(key));
      await deploy({ home, pulumi, key, project });
      expect(outputsOf(await home.checkpoint(key))).toEqual({ greeting: "hello from feature-Login-2" });
      expect(await deploy({ home, pulumi, key, project })).toContain("2 unchanged");
      expect(await readdir(project)).toEqual(before);
      expect(await home.records?.read(key)).toMatchObject({ app: key.app, stage: key.stage });

      await expect(during(home, key, (opened) => opened.discard(key))).rejects.toMatchObject({
        code: "stage-not-empty",
        message: expect.stringContaining("component:index:Thing::thing"),
      });
      expect(outputsOf(await home.checkpoint(key))).toEqual({ greeting: "hello from feature-Login-2" });

      await during(home, key, async (opened) => {
        await opened.prepare(key);
        const destroyed = await pulumi.run(["destroy", "--yes", "--skip-preview", "--stack", key.stage], {
          cwd: await makeEmptyProject(folder, key.app),
          environment: opened.engineEnvironment,
        });
        expect(destroyed).toMatchObject({ code: 0 });
        await opened.commit();
        await opened.discard(key);
      });
      expect(await home.checkpoint(key)).toBeNull();
      expect(await home.records?.read(key)).toBeNull();
    });

    it("makes a stage anew after it was discarded", async () => {
      const home = await newHome();
      const key = { app: "again", stage: "pr-2" };
      const project = await pulumi.makeProject(key.app);
      await during(home, key, async (opened) => {
        await opened.prepare(key);
        await opened.createMissing?.(key, null);
        await opened.discard(key);
      });
      await deploy({ home, pulumi, key, project });
      expect(outputsOf(await home.checkpoint(key))).toEqual({ greeting: "hello from pr-2" });
    });

    it("leaves a stage that is there as it is when it is opened and prepared again", async () => {
      const home = await newHome();
      const key = { app: "prepared", stage: "pr-3" };
      const project = await pulumi.makeProject(key.app);
      await deploy({ home, pulumi, key, project });
      const state = await home.checkpoint(key);
      await during(home, key, async (opened) => {
        await opened.prepare(key);
        await opened.commit();
      });
      expect(await home.checkpoint(key)).toEqual(state);
    });

    it("writes a state that we edited, and the engine goes on from it", async () => {
      const home = await newHome();
      const key = { app: "edited", stage: "pr-4" };
      const project = await pulumi.makeProject(key.app);
      await deploy({ home, pulumi, key, project });
      const state = await home.checkpoint(key);
      const latest = state?.checkpoint.latest;
      const [root] = latest?.resources ?? [];
      expect(root?.type).toBe("pulumi:pulumi:Stack");
      if (home.kind === "backend" || state === null || root === undefined) {
        return;
      }
      const edited = { ...state, checkpoint: { ...state.checkpoint, latest: { ...latest, resources: [root] } } };
      await during(home, key, async (opened) => {
        await opened.replaceCheckpoint?.(key, edited);
        expect(await opened.checkpoint(key)).toEqual(edited);
        await opened.commit();
      });
      expect(await home.checkpoint(key)).toEqual(edited);
      expect(await deploy({ home, pulumi, key, project })).toContain("1 created");
    });

    it("changes nothing of a stage that is only read", async () => {
      const home = await newHome();
      const key = { app: "looked", stage: "pr-5" };
      const project = await pulumi.makeProject(key.app);
      await deploy({ home, pulumi, key, project });
      const state = await home.checkpoint(key);
      await using opened = await home.open({ key, mode: "read", fenceOff: false, left: () => undefined });
      expect(await opened.checkpoint(key)).toEqual(state);
      const preview = await pulumi.run(
        ["preview", "--stack", key.stage, "--config-file", join(folder, "looked.yaml")],
        {
          cwd: project,
          environment: { ...opened.engineEnvironment, PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true" },
        },
      );
      expect(preview).toMatchObject({ code: 0 });
      await opened.commit();
      expect(await home.checkpoint(key)).toEqual(state);
    });

    it("keeps what was done to a stage, and brings an earlier state back", async () => {
      const home = await newHome();
      const key = { app: "past", stage: "pr-6" };
      const { history } = home;
      if (history === null) {
        expect(home.kind).toBe("backend");
        return;
      }
      const project = await pulumi.makeProject(key.app);
      await deploy({ home, pulumi, key, project });
      const first = await home.checkpoint(key);
      await deploy({ home, pulumi, key, project });
      await deploy({ home, pulumi, key, project, environment: { COMPONENT_GREETING: "good day" } });
      const third = await home.checkpoint(key);
      expect(outputsOf(third)).not.toEqual(outputsOf(first));

      // The second deploy changed nothing, so there is no second snapshot.
      const updates = await history.updates(key);
      expect(updates.map(({ snapshot, app, stage, command }) => ({ snapshot, app, stage, command }))).toEqual(
        [true, false, true].map((snapshot) => ({ ...key, snapshot, command: "deploy" })),
      );
      const snapshots = await history.snapshots(key);
      expect(snapshots.map(({ id }) => id)).toEqual(updates.filter(({ snapshot }) => snapshot).map(({ id }) => id));
      const oldest = snapshots.at(-1)?.id ?? "";
      expect((await history.readSnapshot(key, oldest)).state).toEqual(first);
      await expect(history.readSnapshot({ ...key, stage: "pr-7" }, oldest)).rejects.toMatchObject({
        code: "no-snapshot",
      });

      const { text } = await history.readSnapshot(key, oldest);
      const done = await during(home, key, (opened) => restoreText({ opened, history, key, text }));
      expect(await home.checkpoint(key)).toEqual(first);
      expect((await history.readSnapshot(key, done.replaced ?? "")).state).toEqual(third);
      expect(await deploy({ home, pulumi, key, project })).toContain("2 unchanged");
    });

    it("keeps for each stage what it is told of the cache, one word of each kind and machine, and forgets it with the stage", async () => {
      const home = await newHome();
      const [own, other] = [
        { app: "shop", stage: "pr-1" },
        { app: "shop", stage: "main" },
      ];
      if (home.digests === null) {
        expect(home.kind).toBe("backend");
        return;
      }
      const plugins = {
        kind: "plugins",
        machine: "linux-x64",
        basis: "",
        entry: "one",
        sha256: "a".repeat(64),
      } as const;
      const compiled = { ...plugins, kind: "compiled", basis: "v24" } as const;
      expect(await home.digests.read(own)).toEqual([]);
      expect(await home.digests.add(own, [plugins, compiled])).toBe(true);
      const newer = { ...plugins, entry: "two", sha256: "b".repeat(64) };
      expect(await home.digests.add(own, [newer])).toBe(true);
      expect(await home.digests.add(other, [plugins])).toBe(true);
      expect(await home.digests.read(own)).toEqual([compiled, newer]);
      await during(home, own, (opened) => opened.discard(own));
      expect(await home.digests.read(own)).toEqual([]);
      expect(await home.digests.read(other)).toEqual([plugins]);
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
          const record = { ...stageRecord(key), origin, ephemeral: index % 2 === 0, path: `packages/ü ${index}` };
          await during(home, key, async (opened) => {
            await opened.prepare(key);
            await opened.createMissing?.(key, null);
          });
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

/** Does something with the home open for a stage, as a command that changes it. */
async function during<T>(home: Home, key: StageKey, act: (opened: OpenHome) => Promise<T>): Promise<T> {
  await using opened = await home.open({ key, mode: "change", fenceOff: false, left: () => undefined });
  return await act(opened);
}

/** Deploys as the engine adapter does: with a configuration file outside of the project, and the stage made if the engine does not know it. */
async function deploy(order: {
  readonly home: Home;
  readonly pulumi: TestPulumi;
  readonly key: StageKey;
  readonly project: string;
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<string> {
  const { home, pulumi, key, project } = order;
  return during(home, key, async (opened) => {
    await opened.prepare(key);
    const configFile = join(project, "..", `${key.app}-${key.stage}.yaml`);
    // The key that the engine writes into it stays.
    await appendFile(configFile, "");
    const up = () =>
      pulumi.run(["up", "--yes", "--skip-preview", "--stack", key.stage, "--config-file", configFile], {
        cwd: project,
        environment: { ...opened.engineEnvironment, ...order.environment },
      });
    let end = await up();
    if (end.code !== 0 && /no stack named/u.test(end.stderr) && opened.createMissing !== null) {
      await opened.createMissing(key, configFile);
      end = await up();
    }
    expect(end).toMatchObject({ code: 0 });
    await opened.commit();
    await opened.addToHistory(updateOf({ isChange: / (?:created|updated)/u.test(end.stdout) }));
    return end.stdout;
  });
}

function updateOf({ isChange }: { readonly isChange: boolean }): Update {
  const at = "2026-01-02T03:04:05.678Z";
  return {
    command: "deploy",
    outcome: "succeeded",
    reason: null,
    commit: "0123456789abcdef0123456789abcdef01234567",
    actor: "mona",
    run: null,
    startedAt: at,
    endedAt: at,
    counts: { create: 1 },
    changes: isChange ? [{ op: "create", urn: "urn:x", status: "done", properties: ["a.b"], replaceKeys: [] }] : [],
    moreChanges: 0,
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
