import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { create } from "tar";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";

import { type ActionWorld, makeActionWorld, type RunOrder } from "../../support/action-world.ts";
import { type CacheService, startCacheService } from "../../support/cache-service.ts";
import { engineBin } from "../../support/engine.ts";
import type { FileServer } from "../../support/engine-archive.ts";
import { pushEvent } from "../../support/github/events.ts";
import { closePullRequest, openPullRequest, push } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { servePlugin } from "../../support/notes-plugin.ts";

// Plugins and compiled code on machines that are thrown away: each run has nothing but the home and GitHub's cache.

let world: ActionWorld;
let service: CacheService;
let plugins: FileServer;
let pull: PullRequest;

beforeAll(async () => {
  [service, plugins] = await Promise.all([startCacheService(), servePlugin("0.1.0")]);
  world = await makeActionWorld({
    engine: engineBin(),
    cache: "",
    app: "notes",
    fixture: "test/fixtures/notes-js",
    passphrase: "notes passphrase",
    environment: (folder) => ({
      NOTES_FOLDER: join(folder, "notes"),
      NOTES_VERSION: "0.1.0",
      NOTES_PLUGIN_URL: plugins.url,
      NODE_PATH: resolve("node_modules"),
      STAGEWRIGHT_CACHE: join(folder, "machine/cache"),
      PULUMI_HOME: join(folder, "machine/pulumi"),
    }),
  });
  await mkdir(join(world.folder, "notes"));
  await world.checkOut();
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
  await plugins[Symbol.asyncDispose]();
});

const machine = (...path: string[]) => join(world.folder, "machine", ...path);
const previewScopes = ["refs/pull/12/merge", "refs/heads/main"];

/** What runs have on a machine of GitHub's. */
async function freshMachine(scopes: readonly string[]): Promise<Partial<RunOrder>> {
  await rm(machine(), { recursive: true, force: true });
  return {
    inputs: { throwaway: "true" },
    environment: { RUNNER_ENVIRONMENT: "github-hosted", ...service.environment(scopes) },
  };
}

/** Archives of plugins that were downloaded meanwhile. */
async function downloadsDuring<Result>(act: () => Promise<Result>): Promise<Result & { downloads: number }> {
  const before = plugins.requests.length;
  const result = await act();
  return { ...result, downloads: plugins.requests.length - before };
}

const preview = (of = pull, scopes = previewScopes) =>
  downloadsDuring(async () => world.runPullRequest("synchronize", of, await freshMachine(scopes)));

const keptOf = (stage: string) =>
  readFile(join(world.home, `digest/notes/${stage}.json`), "utf8").then(
    (text) => z.object({ entries: z.array(z.object({ entry: z.string() })) }).parse(JSON.parse(text)).entries,
    () => null,
  );

/** Files that Node wrote into the folder of compiled code in this run: those of an entry have its date. */
async function compiledAnew(): Promise<number> {
  const entries = await readdir(machine("cache/compile"), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(100);
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtime));
  return times.filter((time) => time.getFullYear() > 1985).length;
}

it("stores plugins and compiled code, of which the home keeps what they are", async () => {
  const { main, post, downloads } = await preview();
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(post, post.log).toMatchObject({ code: 0 });
  expect(downloads).toBe(1);
  const kept = (await keptOf("pr-12"))?.map(({ entry }) => `refs/pull/12/merge ${entry}`);
  expect(service.entries()).toEqual(kept);
  expect(service.entries()).toEqual([expect.stringContaining("-plugins-"), expect.stringContaining("-compiled-")]);
});

it("uses nothing that somebody else put in their place: it downloads and compiles anew, and keeps that", async () => {
  const evil = join(world.folder, "evil");
  await writeFile(evil, "evil");
  const hostile = join(world.folder, "hostile.tar.zst");
  await create({ file: hostile, zstd: true, preservePaths: true }, [evil, `${world.folder}/machine/../evil`]);
  await rm(evil);
  service.poison(await readFile(hostile));
  const { main, post, downloads } = await preview();
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(downloads).toBe(1);
  expect(await compiledAnew()).toBeGreaterThan(100);
  expect(main.log.match(/^::warning::.*$/gmu)?.toSorted()).toEqual([
    expect.stringMatching(/entry stagewright-compiled-\S+ is not what the home's record of stage pr-12 names/u),
    expect.stringMatching(/entry stagewright-plugins-\S+ is not what the home's record of stage pr-12 names/u),
  ]);
  expect(await readdir(world.folder)).not.toContain("evil");
  expect(post, post.log).toMatchObject({ code: 0 });
});

it("on a later machine neither downloads nor compiles, and stores nothing", async () => {
  const before = service.entries();
  const { main, post, downloads } = await preview();
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(main.log).not.toContain("::warning::");
  expect(downloads).toBe(0);
  expect(await compiledAnew()).toBe(0);
  expect(post).toMatchObject({ code: 0, log: "" });
  expect(service.entries()).toEqual(before);
});

it("a long-lived stage takes nothing from a preview, and a preview what its base's stage kept", async () => {
  const { state } = world.github;
  const payload = pushEvent({ ref: "refs/heads/main", after: push(state, "main"), repository: state.repository });
  const main = await downloadsDuring(async () =>
    world.run({ event: { name: "push", payload }, ...(await freshMachine(["refs/heads/main", "refs/pull/12/merge"])) }),
  );
  expect(main.main, main.main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(main.downloads).toBe(1);
  const before = service.entries();
  const other = openPullRequest(state, { branch: "other", number: 13 });
  const { main: run, downloads } = await preview(other, ["refs/pull/13/merge", "refs/heads/main"]);
  expect(run, run.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(downloads).toBe(0);
  expect(service.entries()).toEqual(before);
  expect(await keptOf("pr-13")).toBeNull();
});

it("what the home keeps goes with the stage, whose removal needs no download either", async () => {
  closePullRequest(world.github.state, 12);
  const { main, downloads } = await downloadsDuring(async () =>
    world.runPullRequest("closed", pull, await freshMachine(previewScopes)),
  );
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "removed" } });
  expect(downloads).toBe(0);
  expect(await keptOf("pr-12")).toBeNull();
  expect(await keptOf("main")).toHaveLength(2);
});
