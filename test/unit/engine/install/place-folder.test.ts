import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { placeFolder } from "../../../../src/engine/install/place-folder.ts";

let parent = "";

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "stagewright-place-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const isComplete = async (folder: string) => existsSync(join(folder, "done"));
const place = (text: string) =>
  placeFolder({ target: join(parent, "tool"), isComplete, fill: (folder) => writeFile(join(folder, "done"), text) });

test("a fill that fails leaves nothing in the place, nor beside it", async () => {
  const fill = async (folder: string) => {
    await writeFile(join(folder, "done"), "half");
    throw new Error("broke");
  };
  await expect(placeFolder({ target: join(parent, "tool"), isComplete, fill })).rejects.toThrow("broke");
  expect(await readdir(parent)).toEqual([]);
});

test("of several at once exactly one stays, whole", async () => {
  await Promise.all(["a", "b", "c", "d", "e"].map(place));
  expect(await readdir(parent)).toEqual(["tool"]);
  expect(await readFile(join(parent, "tool", "done"), "utf8")).toMatch(/^[a-e]$/u);
});

test("what is complete stays, what is not is replaced", async () => {
  await place("first");
  await place("second");
  expect(await readFile(join(parent, "tool", "done"), "utf8")).toBe("first");
  await rm(join(parent, "tool", "done"));
  await writeFile(join(parent, "tool", "other"), "");
  await place("third");
  expect(await readdir(join(parent, "tool"))).toEqual(["done"]);
});

test("what a dead run left a day ago is removed, what runs now is not", async () => {
  const [old, young] = [join(parent, ".tool-old"), join(parent, ".tool-young")];
  await mkdir(old);
  await mkdir(young);
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await utimes(old, longAgo, longAgo);
  await place("x");
  expect((await readdir(parent)).sort()).toEqual([".tool-young", "tool"]);
});
