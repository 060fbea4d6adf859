import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { assert, asyncProperty, constantFrom, oneof, string } from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";

import { Failure } from "../../../src/failure.ts";
import { createLocalHome } from "../../../src/home/local.ts";
import type { ObjectStore } from "../../../src/home/objects/objects.ts";
import { stateName } from "../../../src/home/s3/names.ts";
import { createFileLockStore } from "../../../src/lock/file-store.ts";
import { createObjectLockStore } from "../../../src/lock/object-store.ts";
import { recordOf } from "../../support/lock-record.ts";

let folder: string;
let inside: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-names-"));
  inside = join(folder, "inside");
  await mkdir(inside);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const name = oneof(
  string(),
  string({ unit: constantFrom(".", "/", "\\", "a", "-", "%", "2", "e", "\0", "\n", "é") }),
  constantFrom(
    "..",
    ".",
    "...",
    ".waiting",
    "../../x",
    "/etc",
    "C:\\x",
    "a/../b",
    "x".repeat(5000),
    "__proto__",
    "shop",
  ),
);

/** Whether it went through; a name that is refused is told as one. */
async function takes(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ code: "bad-name" });
    return false;
  }
}

it("writes nothing for a bad name, and for any other nothing outside of its folder", async () => {
  await assert(
    asyncProperty(name, name, async (app, stage) => {
      const home = createLocalHome({ directory: inside });
      const locks = createFileLockStore(join(inside, "lock"));
      const key = { app, stage };
      const isGood = await takes(() => locks.create(key, recordOf()));
      expect(await takes(() => home.prepare(key))).toBe(isGood);
      expect(
        await takes(async () => home.history?.addSnapshot(key, "20260101T000000000Z-abcdef", new Uint8Array())),
      ).toBe(isGood);
      expect(await readdir(folder)).toEqual(["inside"]);
      expect(new Set(await readdir(inside))).toEqual(new Set(isGood ? [".pulumi", "lock", "snapshot"] : []));
      await rm(inside, { recursive: true });
      await mkdir(inside);
    }),
    { numRuns: 150 },
  );
});

it("gives each object of a stage a name below its app's, one a stage", async () => {
  const asked: string[] = [];
  const objects: ObjectStore = {
    where: "memory",
    putIfAbsent: async () => null,
    putIfMatch: async () => null,
    deleteIfMatch: async () => false,
    list: async function* () {
      yield [];
    },
    get: async (key) => {
      asked.push(key);
      return null;
    },
  };
  const locks = createObjectLockStore(objects);
  await assert(
    asyncProperty(name, name, async (app, stage) => {
      asked.length = 0;
      const isGood = await takes(async () => {
        await locks.read({ app, stage });
        await locks.tickets?.read({ app, stage });
        asked.push(stateName({ app, stage }));
      });
      expect(asked).toEqual(
        isGood ? [`lock/${app}/${stage}.json`, `waiting/${app}/${stage}.json`, `app/${app}/${stage}.json`] : [],
      );
      expect(asked.every((key) => key.split("/").length === 3 && !key.split("/").includes(".."))).toBe(true);
    }),
  );
});
