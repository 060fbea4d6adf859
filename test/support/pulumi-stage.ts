import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ensureFallbackSdk } from "../../src/engine/install/fallback-sdk.ts";
import { ensureLauncher } from "../../src/engine/install/launcher.ts";
import { pinnedVersion } from "../../src/engine/install/pinned.ts";
import type { EngineOrder, StageKey } from "../../src/engine/engine.ts";
import { defaultPatience, type Patience } from "../../src/engine/process.ts";
import type { Checkpoint } from "../../src/engine/pulumi/checkpoint.ts";
import { engineEnvironment } from "../../src/engine/pulumi/environment.ts";
import type { PulumiTools } from "../../src/engine/pulumi/tools.ts";
import type { EngineHome, Home } from "../../src/home/home.ts";
import { createLocalHome } from "../../src/home/local.ts";
import type { Log } from "../../src/log.ts";
import { compiledBefore, engineBin, testCache } from "./engine.ts";
import { linkPackages } from "./packages.ts";

const repositoryRoot = resolve(import.meta.dirname, "../..");
const programs = join(repositoryRoot, "test/fixtures/programs");

/** What the fixture program `files` makes: real files, each as an entry says (see its index.js). */
export type FilesPlan = {
  readonly files: readonly ({ readonly name: string; readonly path: string } & Readonly<Record<string, unknown>>)[];
} & Readonly<Record<string, unknown>>;

/** A project, a home and an engine of the test's own, all in one temporary folder. */
export type TestStage = AsyncDisposable & {
  readonly folder: string;
  readonly project: string;
  readonly key: StageKey;
  readonly home: Home & EngineHome;
  /** The files that the program makes go here. */
  readonly world: string;
  readonly tools: PulumiTools;
  readonly log: readonly string[];
  /** What the engine told the mask. */
  readonly secrets: unknown[];
  readonly order: (changes?: Partial<EngineOrder>) => EngineOrder;
  readonly plan: (plan: FilesPlan) => Promise<void>;
  readonly checkpoint: () => Promise<Checkpoint | null>;
};

/** Copies a fixture program to a temporary folder, with the repository's packages, and makes an empty local home beside it. */
export async function makeTestStage(
  given: {
    readonly program?: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly patience?: Partial<Patience>;
    readonly home?: (folder: string, tools: PulumiTools) => Home & EngineHome;
  } = {},
): Promise<TestStage> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-engine-"));
  const project = join(folder, "project");
  const program = given.program ?? "files";
  await cp(join(programs, program), project, { recursive: true });
  await linkPackages(project);
  await mkdir(join(folder, "runs"));
  const key = { app: program, stage: "pr-7" };
  const tools = await testTools(folder, given);
  const home = given.home?.(folder, tools) ?? createLocalHome({ directory: join(folder, "home") });
  const lines: string[] = [];
  const secrets: unknown[] = [];
  return {
    folder,
    project,
    key,
    home,
    world: join(folder, "world"),
    tools,
    log: lines,
    secrets,
    order: (changes) => ({
      key,
      directory: project,
      home,
      configFrom: null,
      log: logTo(lines),
      secrets: { add: (value) => secrets.push(value) },
      signal: new AbortController().signal,
      started: () => undefined,
      ...changes,
    }),
    plan: (plan) => writeFile(join(project, "plan.json"), JSON.stringify(plan)),
    checkpoint: () => home.checkpoint(key),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function testTools(
  folder: string,
  given: { readonly environment?: Readonly<Record<string, string>>; readonly patience?: Partial<Patience> },
): Promise<PulumiTools> {
  const launcher = await ensureLauncher({ cacheDirectory: testCache(), node: process.execPath });
  return {
    command: join(engineBin(), "pulumi"),
    version: pinnedVersion,
    environment: engineEnvironment({
      base: {
        PATH: process.env["PATH"],
        HOME: folder,
        PULUMI_HOME: join(folder, "pulumi-home"),
        PULUMI_CONFIG_PASSPHRASE: "correct horse",
        ...compiledBefore(),
        ...given.environment,
      },
      passEnv: [],
      token: null,
      path: [...(launcher === null ? [] : [launcher]), engineBin()],
    }),
    passEnv: [],
    dataTypes: [],
    temporaryDirectory: join(folder, "runs"),
    patience: { ...defaultPatience, ...given.patience },
    ensureDynamicSdk: () =>
      ensureFallbackSdk({ cacheDirectory: testCache(), environment: process.env, log: logTo([]) }),
  };
}

function logTo(lines: string[]): Log {
  const write = (text: string) => {
    lines.push(text);
  };
  return { info: write, warning: write, error: write, debug: write };
}

/** A file's text, or null when there is none. */
export async function textOf(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}

/** Waits until something holds; throws when it does not within 60 seconds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > end) {
      throw new Error("Waited a minute in vain");
    }
    await sleep(50);
  }
}

/** Kills every process of this machine that carries an engine run's mark (Linux); resolves to how many there were. */
export async function killMarked(mark: string): Promise<number> {
  let killed = 0;
  for (const name of (await readdir("/proc")).filter((one) => /^\d+$/u.test(one))) {
    const environment = (await textOf(`/proc/${name}/environ`)) ?? "";
    if (mark !== "" && environment.split("\0").includes(`STAGEWRIGHT_RUN_MARK=${mark}`)) {
      process.kill(Number(name), "SIGKILL");
      killed += 1;
    }
  }
  return killed;
}
