import { access, readdir, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

import { type CacheService, startCacheService } from "../../support/cache-service.ts";
import { type FileServer, packArchive, release, serveRealRelease } from "../../support/engine-archive.ts";
import { openPullRequest } from "../../support/github/people.ts";
import type { PullRequest } from "../../support/github/state.ts";
import { makeProbeWorld, type ProbeWorld } from "../../support/probe-world.ts";

// A machine that is thrown away: no Pulumi on PATH, an empty cache folder, GitHub's cache service beside it.

let world: ProbeWorld;
let service: CacheService;
let mirror: FileServer;
let pull: PullRequest;

beforeAll(async () => {
  [world, service, mirror] = await Promise.all([makeProbeWorld(), startCacheService(), serveRealRelease()]);
  pull = openPullRequest(world.github.state, { branch: "new-look", number: 12 });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
  await mirror[Symbol.asyncDispose]();
});
beforeEach(() => service.fail(null));

const ref = "refs/pull/12/merge";

/** A run on a fresh machine. */
async function run(given: {
  readonly scopes?: readonly string[];
  readonly may?: "write" | "read";
  readonly mirror?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}) {
  // The same folder on each machine, as on GitHub's; what is kept is kept by its path.
  const cache = join(world.folder, "machine");
  await rm(cache, { recursive: true, force: true });
  await world.program({ things: [{ name: "page", content: "one" }] });
  const { main, post } = await world.runPullRequest("synchronize", pull, {
    inputs: { "pulumi-mirror": given.mirror ?? mirror.url, throwaway: "true", ...given.inputs },
    environment: {
      PATH: [dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
      RUNNER_ENVIRONMENT: "github-hosted",
      STAGEWRIGHT_CACHE: cache,
      // The action's own place for what is compiled is what is kept.
      NODE_COMPILE_CACHE: undefined,
      ...service.environment(given.scopes ?? [ref, "refs/heads/main"], given.may),
      ...given.environment,
    },
  });
  return { main, post, cache };
}

it("stores the engine's archive once, and a later machine downloads no more than its checksums", async () => {
  const first = await run({});
  expect(first.main, first.main.log).toMatchObject({ code: 0, outputs: { result: "deployed" } });
  expect(first.post, first.post.log).toMatchObject({ code: 0 });
  const stored = service.entries();
  expect(stored).toEqual([
    expect.stringMatching(/^refs\/pull\/12\/merge stagewright-pulumi-3\.259\.0-/u),
    // Plugins and compiled code: see cache-folders.test.ts.
    expect.stringMatching(/^refs\/pull\/12\/merge stagewright-compiled-/u),
  ]);
  const before = mirror.requests.length;

  const second = await run({});
  expect(second.main, second.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(second.post).toMatchObject({ code: 0, log: "" });
  expect(mirror.requests.slice(before)).toEqual([`/${release.checksums}`]);
  expect(service.entries()).toEqual(stored);
  expect(second.main.log).not.toContain("::warning::");
});

it("runs nothing of an entry that somebody else wrote, says so and downloads anew", async () => {
  const marker = join(world.folder, "poisoned");
  service.poison(await packArchive({ pulumi: `#!/bin/sh\ntouch '${marker}'\necho v3.259.0\n` }));
  const before = mirror.requests.length;
  const poisoned = await run({});
  expect(poisoned.main, poisoned.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(poisoned.main.log).toMatch(/::warning::The cache entry stagewright-pulumi-3\.259\.0-.* was expected/u);
  expect(mirror.requests.slice(before)).toEqual([`/${release.checksums}`, `/${release.archive}`]);
  await expect(access(marker)).rejects.toThrow("ENOENT");
  expect(poisoned.post, poisoned.post.log).toMatchObject({ code: 0 });
  service.evict();
});

it("uses no entry that cannot be verified", async () => {
  await run({});
  const unverified = await run({ mirror: "http://127.0.0.1:9" });
  expect(unverified.main, unverified.main.log).toMatchObject({ code: 1, outputs: { result: "failed" } });
  expect(unverified.main.log).toContain("pulumi-mirror");
});

it("neither finds what another pull request stored, nor fails without it", async () => {
  const other = await run({ scopes: ["refs/pull/13/merge", "refs/heads/main"] });
  expect(other.main, other.main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  const { length } = service.entries().filter((entry) => entry.includes("/13/merge stagewright-pulumi-"));
  expect(length).toBe(1);
});

it.each<[string, Parameters<typeof run>[0] & { readonly status?: number }]>([
  ["a token that may only read", { may: "read" }],
  ["a service that knows nothing of it", { status: 404 }],
  ["a service that fails", { status: 500 }],
  ["a service that cannot be reached", { environment: { ACTIONS_RESULTS_URL: "http://127.0.0.1:9/" } }],
])("is slower, and no worse, with %s", async (_what, { status = null, ...given }) => {
  service.evict();
  service.fail(status);
  const { main, post } = await run(given);
  expect(main, main.log).toMatchObject({ code: 0, outputs: { result: "unchanged" } });
  expect(post, post.log).toMatchObject({ code: 0 });
  expect(service.entries()).toEqual([]);
});

it("leaves the service alone where it is told to, and on a machine of one's own", async () => {
  const before = service.requests.length;
  const off = await run({ inputs: { cache: "false" } });
  expect(off.main, off.main.log).toMatchObject({ code: 0 });
  expect(await readdir(off.cache)).not.toContain("compile");
  const own = await world.runPullRequest("synchronize", pull, { environment: service.environment([ref]) });
  expect(own.main, own.main.log).toMatchObject({ code: 0 });
  expect(service.requests).toHaveLength(before);
});
