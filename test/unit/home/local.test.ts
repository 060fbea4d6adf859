import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

import { emptyCheckpoint } from "../../../src/home/checkpoint-text.ts";
import type { EngineHome, Home } from "../../../src/home/home.ts";
import { createLocalHome } from "../../../src/home/local.ts";
import { stageRecord } from "../../support/stage-record.ts";

const key = { app: "shop", stage: "pr-12" };
const withResource = {
  version: 3,
  checkpoint: {
    stack: "organization/shop/pr-12",
    latest: { resources: [{ urn: "urn:pulumi:pr-12::shop::a:b:C::it", type: "a:b:C" }] },
  },
};

let directory: string;
let home: Home & EngineHome;
const state = (stage = key.stage) => join(directory, ".pulumi/stacks/shop", `${stage}.json`);
const lockFolder = () => join(directory, ".pulumi/locks/organization/shop/pr-12");
const put = async (path: string, text: string) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
};

beforeEach(async () => {
  const parent = await mkdtemp(join(tmpdir(), "stagewright-home-"));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  directory = join(parent, "made when needed");
  home = createLocalHome({ directory });
});

describe("the folder", () => {
  it("is not made by reading", async () => {
    expect(await home.checkpoint(key)).toBeNull();
    expect(await home.records?.list()).toEqual([]);
    await home.discard(key);
    await expect(stat(directory)).rejects.toThrow("ENOENT");
  });

  it("is readable by its user alone, and so are the states", async () => {
    await home.prepare(key);
    expect((await stat(directory)).mode & 0o077).toBe(0);
    expect((await stat(state())).mode & 0o077).toBe(0);
  });
});

describe("prepare", () => {
  it("makes an empty stage that the engine takes for one", async () => {
    await home.prepare(key);
    expect(JSON.parse(await readFile(state(), "utf8"))).toEqual(emptyCheckpoint(key));
    expect(await readFile(join(directory, ".pulumi/meta.yaml"), "utf8")).toBe("version: 1\n");
    expect(await readdir(dirname(state()))).toEqual(["pr-12.json"]);
  });

  it("leaves a stage that is there as it is", async () => {
    await put(state(), JSON.stringify(withResource));
    await home.prepare(key);
    expect(await home.checkpoint(key)).toEqual(withResource);
  });

  it("touches no broken state", async () => {
    await put(state(), "");
    await expect(home.prepare(key)).rejects.toMatchObject({
      code: "broken-state",
      message: expect.stringContaining(state()),
    });
    expect(await readFile(state(), "utf8")).toBe("");
  });

  it.each(["gz", "zst"])("takes no stage with a compressed state (.%s) for a new one", async (extension) => {
    await put(`${state()}.${extension}`, "x");
    await expect(home.prepare(key)).rejects.toMatchObject({ code: "compressed-state" });
    await expect(home.discard(key)).rejects.toMatchObject({ code: "compressed-state" });
  });

  it.each(["../x", "a/b", "", "..", ".", "...", "a b", "ü", "a\\b", "x".repeat(101)])(
    "refuses the name %j",
    async (name) => {
      await expect(home.prepare({ app: name, stage: "dev" })).rejects.toMatchObject({ code: "bad-name" });
      await expect(home.prepare({ app: "shop", stage: name })).rejects.toMatchObject({ code: "bad-name" });
      await expect(home.discard({ app: "shop", stage: name })).rejects.toMatchObject({ code: "bad-name" });
    },
  );
});

describe("the engine's own locks", () => {
  const lock = (content: object) => put(join(lockFolder(), "1234.json"), JSON.stringify(content));

  it("go when their process is dead, on another machine, or was cut while writing", async () => {
    const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    await once(child, "exit");
    const timestamp = new Date().toISOString();
    await lock({ pid: child.pid, hostname: hostname(), timestamp });
    await put(join(lockFolder(), "other.json"), JSON.stringify({ pid: process.pid, hostname: "elsewhere", timestamp }));
    await put(join(lockFolder(), "cut.json"), '{"pid":');
    await home.prepare(key);
    expect(await readdir(lockFolder())).toEqual([]);
  });

  it("stay while their process runs, and stop us", async () => {
    await lock({ pid: process.pid, hostname: hostname(), timestamp: new Date().toISOString() });
    await expect(home.prepare(key)).rejects.toMatchObject({
      code: "engine-still-runs",
      message: expect.stringContaining(String(process.pid)),
    });
    expect(await readdir(lockFolder())).toEqual(["1234.json"]);
  });

  it.runIf(process.platform === "linux")("go when another process has the same id now", async () => {
    await lock({ pid: process.pid, hostname: hostname(), timestamp: "2020-01-01T00:00:00.123456789+02:00" });
    await home.prepare(key);
    expect(await readdir(lockFolder())).toEqual([]);
  });

  it("of another stage are left alone", async () => {
    const other = join(directory, ".pulumi/locks/organization/shop/pr-1/1234.json");
    await put(other, "{}");
    await home.prepare(key);
    expect(await readFile(other, "utf8")).toBe("{}");
  });
});

describe("replaceCheckpoint", () => {
  it("writes the state whole, and leaves no temporary file", async () => {
    await home.prepare(key);
    await home.replaceCheckpoint?.(key, withResource);
    expect(await home.checkpoint(key)).toEqual(withResource);
    expect(await readdir(dirname(state()))).toEqual(["pr-12.json"]);
  });

  it("refuses the state of another stage", async () => {
    await home.prepare(key);
    const other = emptyCheckpoint({ app: "shop", stage: "production" });
    await expect(home.replaceCheckpoint?.(key, other)).rejects.toMatchObject({ code: "foreign-state" });
    expect(await home.checkpoint(key)).toEqual(emptyCheckpoint(key));
  });

  it("is never seen half written by a reader beside it", async () => {
    await home.prepare(key);
    const big = { ...withResource, padding: "x".repeat(200_000) };
    const seen: unknown[] = [];
    const writing = (async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        await home.replaceCheckpoint?.(key, { ...big, turn });
      }
    })();
    for (let look = 0; look < 200; look += 1) {
      seen.push(await home.checkpoint(key));
    }
    await writing;
    expect(seen).not.toContain(null);
    expect(await home.checkpoint(key)).toMatchObject({ turn: 19 });
  });
});

describe("discard", () => {
  it("removes all that is the stage's, and nothing of stages with similar names", async () => {
    await home.prepare(key);
    for (const leftover of ["pr-12.json.bak", "pr-12.json.18a2.tmp", "pr-12.json.attrs", "pr-12.pulumi-tags"]) {
      await put(join(dirname(state()), leftover), "x");
    }
    await put(join(directory, ".pulumi/history/shop/pr-12/x.history.json"), "x");
    await put(join(directory, ".pulumi/backups/shop/pr-12/x.json"), "x");
    const similar = ["pr-1", "pr-123", "pr-12.json", "pr-12.bak", "pr-12.json.bak"];
    for (const stage of similar) {
      await home.prepare({ app: "shop", stage });
      await put(join(directory, ".pulumi/history/shop", stage, "x.history.json"), "x");
    }
    await home.discard(key);
    const expected = similar.map((stage) => `${stage}.json`).sort();
    expect((await readdir(dirname(state()))).sort()).toEqual(expected);
    expect((await readdir(join(directory, ".pulumi/history/shop"))).sort()).toEqual([...similar].sort());
    expect(await readdir(join(directory, ".pulumi/backups/shop"))).toEqual([]);
  });

  it("refuses while resources remain, and then keeps the record too", async () => {
    await put(state(), JSON.stringify(withResource));
    await put(join(directory, "record/shop/pr-12.json"), "kept");
    await expect(home.discard(key)).rejects.toMatchObject({ code: "stage-not-empty" });
    expect(await readFile(join(directory, "record/shop/pr-12.json"), "utf8")).toBe("kept");
    expect(await home.checkpoint(key)).toEqual(withResource);
  });

  it("refuses a state that it cannot read", async () => {
    await put(state(), '{"version":3,');
    await expect(home.discard(key)).rejects.toMatchObject({ code: "broken-state" });
    expect(await readFile(state(), "utf8")).toBe('{"version":3,');
  });
});

describe("records", () => {
  const record = stageRecord();
  const file = () => join(directory, "record/shop/pr-12.json");

  it.each([
    ["cut", JSON.stringify(record).slice(0, 40)],
    ["empty", ""],
    ["of another version", JSON.stringify({ ...record, version: 2 })],
    ["with a field that is not known", JSON.stringify({ ...record, secret: 1 })],
    ["of another stage", JSON.stringify({ ...record, stage: "pr-13" })],
  ])("a record that is %s is named, not skipped", async (_what, text) => {
    await put(file(), text);
    const failure = { code: "broken-record", message: expect.stringContaining(file()) };
    await expect(home.records?.list()).rejects.toMatchObject(failure);
    await expect(home.records?.read(key)).rejects.toMatchObject(failure);
  });

  it("a temporary file of a run that died is no record", async () => {
    await put(`${file()}.0a1b.tmp`, "{");
    expect(await home.records?.list()).toEqual([]);
  });
});
