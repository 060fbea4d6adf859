import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeEach, expect, it, onTestFinished } from "vitest";

import { createFileLockStore } from "../../../src/lock/file-store.ts";
import { appendVersion, readNewest } from "../../../src/lock/version-files.ts";
import { recordOf } from "../../support/lock-record.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-versions-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

it("keeps a few versions, and reads the newest", async () => {
  for (let after = 0; after < 12; after += 1) {
    expect(await appendVersion(folder, { after, text: `${after + 1}` })).toBe(after + 1);
  }
  expect(await readNewest(folder)).toMatchObject({ text: "12", number: 12 });
  expect(await readdir(folder)).toEqual([9, 10, 11, 12].map((number) => `${`${number}`.padStart(12, "0")}.json`));
});

it("takes nothing from a writer who missed what happened", async () => {
  for (let after = 0; after < 12; after += 1) {
    await appendVersion(folder, { after, text: "x" });
  }
  for (const after of [0, 3, 11, 12 + 1]) {
    expect(await appendVersion(folder, { after, text: "late" })).toBeNull();
  }
  expect(await readNewest(folder)).toMatchObject({ text: "x", number: 12 });
});

it("is not held up by what a killed process left", async () => {
  const left = join(folder, "0c4a.tmp");
  await writeFile(left, "half of a rec");
  await writeFile(join(folder, "young.tmp"), "another writer's, right now");
  await utimes(left, new Date(0), new Date(0));
  expect(await readNewest(folder)).toBeNull();
  await appendVersion(folder, { after: 0, text: "whole" });
  expect(await readdir(folder)).toEqual(["000000000001.json", "young.tmp"]);
});

it("says of a lock that it cannot read which file it is, and what to do", async () => {
  const store = createFileLockStore(folder);
  const key = { app: "shop", stage: ".dev" };
  await store.create(key, recordOf());
  const [app = ""] = await readdir(folder);
  const [stage = ""] = await readdir(join(folder, app));
  const file = join(folder, app, stage, "000000000001.json");
  await writeFile(file, "{");
  await expect(store.read(key)).rejects.toMatchObject({
    code: "lock-unreadable",
    message: expect.stringContaining(file),
    next: expect.stringContaining("delete its folder"),
  });
});

it("says of a folder that cannot serve what is wrong with it", async () => {
  await writeFile(join(folder, "file"), "");
  const store = createFileLockStore(join(folder, "file"));
  await expect(store.create({ app: "shop", stage: "dev" }, recordOf())).rejects.toMatchObject({
    code: "lock-folder",
    message: expect.stringContaining("a part of that path is a file"),
  });
});

it("gives each number to one of many writers, however late some are", async () => {
  const write = async (): Promise<number> => {
    for (;;) {
      const number = await appendVersion(folder, { after: (await readNewest(folder))?.number ?? 0, text: "x" });
      if (number !== null) {
        return number;
      }
    }
  };
  const numbers = await Promise.all(
    Array.from({ length: 40 }, async () => [await write(), await write(), await write(), await write(), await write()]),
  );
  expect(numbers.flat().sort((one, other) => one - other)).toEqual(
    Array.from({ length: 200 }, (_, index) => index + 1),
  );
});
