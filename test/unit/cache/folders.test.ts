import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { create } from "tar";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { type ArchiveCache, createArchiveCache } from "../../../src/cache/archive-cache.ts";
import { bringBack } from "../../../src/cache/bring.ts";
import { keepFolder, type StoredEntry } from "../../../src/cache/keep.ts";
import type { Brought, KeptFolder } from "../../../src/cache/kept-folder.ts";
import { sha256Of } from "../../../src/cache/sha256-of.ts";
import { type CacheService, startCacheService } from "../../support/cache-service.ts";
import { createLogLines } from "../../support/log-lines.ts";

let folder: string;
let service: CacheService;
let cache: ArchiveCache;
let log: ReturnType<typeof createLogLines>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-folders-"));
  service = await startCacheService();
  for (const [name, value] of Object.entries(service.environment(["refs/heads/main"]))) {
    vi.stubEnv(name, value);
  }
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  log = createLogLines();
  cache = createArchiveCache(log);
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const on = (machine: string): KeptFolder => ({
  kind: "plugins",
  folder: join(folder, machine, "plugins"),
  machine: "linux-x64",
  basis: "",
});
const nothing: Brought = { before: [], parts: [], refused: false };

async function have(kept: KeptFolder, ...files: readonly string[]): Promise<void> {
  for (const file of files) {
    const path = join(kept.folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `this is ${file}`, { mode: 0o755 });
  }
}

const keep = (kept: KeptFolder, brought = nothing) => keepFolder(kept, brought, { cache, temporaryDirectory: folder });
const bring = (kept: KeptFolder, ...entries: readonly (StoredEntry | null)[]) =>
  bringBack(
    kept,
    entries.flatMap((entry) => (entry === null ? [] : [{ ...entry, by: "the record" }])),
    { cache, log, signal: new AbortController().signal },
  );

it("brings back on another machine what was kept, as it was, and keeps it no second time", async () => {
  await have(on("first"), "resource-notes-v1.0.0/pulumi-resource-notes", "resource-aws-v6.0.0/bin/more");
  const stored = await keep(on("first"));
  expect(stored?.entry).toMatch(/^stagewright-plugins-linux-x64-[\da-f]{16}-[\da-f]{16}$/u);
  const brought = await bring(on("second"), stored);
  expect(brought).toEqual({ before: [], parts: ["resource-aws-v6.0.0", "resource-notes-v1.0.0"], refused: false });
  expect(await readFile(join(on("second").folder, "resource-aws-v6.0.0/bin/more"), "utf8")).toContain("bin/more");
  expect(await readdir(dirname(on("second").folder))).toEqual(["plugins"]);
  expect(await keep(on("second"), brought)).toBeNull();
});

it("packs the same plugins to the same entry on every machine", async () => {
  await have(on("first"), "resource-notes-v1.0.0/one", "resource-notes-v1.0.0/two");
  await have(on("second"), "resource-notes-v1.0.0/two", "resource-notes-v1.0.0/one");
  expect(await keep(on("second"))).toEqual(await keep(on("first")));
  expect(service.entries()).toHaveLength(1);
});

it("keeps neither what the job had before, nor what is half unpacked, nor what is no plugin", async () => {
  await have(on("first"), "resource-aws-v6.0.0/a", "resource-gcp-v8.0.0/a", "resource-gcp-v8.0.0.partial", "other/a");
  expect(await keep(on("first"), { ...nothing, before: ["resource-aws-v6.0.0"] })).toBeNull();
  expect(service.entries()).toEqual([]);
});

it("leaves behind what was brought and not used, once it has something else to keep", async () => {
  await have(on("first"), "resource-aws-v6.0.0/a", "resource-random-v4.0.0/a");
  const brought = await bring(on("second"), await keep(on("first")));
  await have(on("second"), "resource-random-v4.0.0.lastused");
  expect(await keep(on("second"), brought)).toBeNull();
  await have(on("second"), "resource-aws-v7.0.0/a", "resource-aws-v7.0.0.lastused");
  const third = await bring(on("third"), await keep(on("second"), brought));
  expect(third.parts).toEqual(["resource-aws-v7.0.0", "resource-random-v4.0.0"]);
});

it("passes over an entry that is gone, and stays with what is there already", async () => {
  await have(on("first"), "resource-notes-v1.0.0/a");
  const stored = await keep(on("first"));
  await have(on("second"), "resource-notes-v1.0.0/own");
  const gone = stored === null ? null : { ...stored, entry: "stagewright-gone" };
  const brought = await bring(on("second"), gone, stored);
  expect(brought).toEqual({ before: ["resource-notes-v1.0.0"], parts: [], refused: false });
  expect(await readdir(join(on("second").folder, "resource-notes-v1.0.0"))).toEqual(["own"]);
});

describe("an entry that is not what was recorded", () => {
  it("is not unpacked, is said in one line, and stands in nobody's way", async () => {
    await have(on("first"), "resource-notes-v1.0.0/a");
    const stored = await keep(on("first"));
    service.poison(Buffer.from("something else"));
    const brought = await bring(on("second"), stored);
    expect(brought).toEqual({ before: [], parts: [], refused: true });
    expect(log.lines).toEqual([expect.stringMatching(/^warning: The cache entry \S+ is not what the record names/u)]);
    expect(await readdir(dirname(on("second").folder))).toEqual([]);
    await have(on("second"), "resource-notes-v1.0.0/a");
    const again = await keep(on("second"), brought);
    expect(again?.entry).not.toBe(stored?.entry);
    expect(await bring(on("third"), again)).toMatchObject({ parts: ["resource-notes-v1.0.0"] });
  });

  it.each<[string, (at: string) => Promise<string[]>]>([
    [
      "an absolute path",
      async (at) => {
        await writeFile(join(at, "evil"), "evil");
        return [join(at, "evil")];
      },
    ],
    [
      "a path that climbs",
      async (at) => {
        await mkdir(join(at, "in"));
        await writeFile(join(at, "evil"), "evil");
        return ["in/../evil", "in/../../evil"];
      },
    ],
    [
      "a link to an absolute path",
      async (at) => {
        await symlink("/etc", join(at, "link"));
        return ["link"];
      },
    ],
    [
      "a link that climbs",
      async (at) => {
        await symlink("../../..", join(at, "link"));
        return ["link"];
      },
    ],
  ])("is refused as a whole for %s, even where its digest is right", async (_what, make) => {
    const [from, archive] = [join(folder, "from/deep"), join(folder, "archive")];
    await mkdir(from, { recursive: true });
    await writeFile(join(folder, "from/evil"), "evil");
    await create({ cwd: from, file: archive, zstd: true, preservePaths: true }, await make(from));
    await cache.store("hostile", archive);
    const entry = { kind: "plugins", machine: "linux-x64", basis: "", entry: "hostile" } as const;
    await rm(join(folder, "from"), { recursive: true });
    const before = await readdir(folder, { recursive: true });
    expect(await bring(on("here"), { ...entry, sha256: await sha256Of(archive) })).toMatchObject({
      parts: [],
      refused: true,
    });
    expect(log.lines).toEqual([expect.stringMatching(/^warning: The cache entry hostile cannot be unpacked/u)]);
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([...before, "here"].toSorted());
  });
});
