import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeEach, expect, it, onTestFinished } from "vitest";

import { createLeftRuns, notingTrail } from "../../../src/entry/left-notes.ts";
import { noTrail } from "../../../src/entry/no-trail.ts";
import { ownerOf } from "../../support/lock-record.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-notes-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const where = "s3://home/a";
const key = { app: "shop", stage: "Mona" };
const engine = { pid: 7, startedAt: 8, mark: "mark", folder: "/tmp/engine" };
const owner = ownerOf({ host: "here", pid: 42, processStartedAt: 4300 });
const noting = (at = folder) => notingTrail(noTrail, { cacheDirectory: at, where, owner });
const notes = async (of = key, at = where) => (await createLeftRuns(folder).of(at, of)).map(({ run }) => run);

it("notes a run from the moment that it has the lock, as far as it got", async () => {
  const trail = noting();
  trail.lockHeld({ key, token: "t", held: false });
  expect(await notes()).toEqual([]);
  trail.lockHeld({ key, token: "t", held: true });
  const begun = { version: 1, owner: { host: "here", pid: 42, processStartedAt: 4300 }, folder: null, engine: null };
  expect(await notes()).toEqual([{ ...begun, cancelled: false }]);
  trail.stateLeft("/tmp/state");
  trail.engineStarted(engine);
  trail.cancelled();
  expect(await notes()).toEqual([{ ...begun, folder: "/tmp/state", engine, cancelled: true }]);
});

it("is found by home, app and stage, whatever the case of the stage's name", async () => {
  noting().lockHeld({ key, token: "t", held: true });
  expect(await notes({ ...key, stage: "mona" })).toHaveLength(1);
  expect(await notes({ ...key, stage: "hubot" })).toEqual([]);
  expect(await notes({ ...key, app: "site" })).toEqual([]);
  expect(await notes(key, "s3://home/b")).toEqual([]);
});

it("forgets a stage that is through when the run goes on to its next, and keeps one whose state was not stored", async () => {
  const trail = noting();
  trail.lockHeld({ key, token: "t", held: true });
  trail.stateLeft("/tmp/state");
  trail.stateLeft(null);
  const next = { ...key, stage: "hubot" };
  trail.lockHeld({ key: next, token: "t", held: true });
  expect(await notes()).toEqual([]);
  trail.stateLeft("/tmp/not-stored");
  trail.lockHeld({ key, token: "t", held: true });
  expect(await notes(next)).toMatchObject([{ folder: "/tmp/not-stored" }]);
  expect(await notes()).toMatchObject([{ folder: null, engine: null }]);
});

it("lets several runs of one stage each have their note, passes over what is none, and forgets one by one", async () => {
  noting().lockHeld({ key, token: "one", held: true });
  noting().lockHeld({ key, token: "two", held: true });
  const [name = ""] = await readdir(join(folder, "left"));
  await writeFile(join(folder, "left", name, "half.json"), '{"version":1,"own');
  const found = await createLeftRuns(folder).of(where, key);
  expect(found).toHaveLength(2);
  await found[0]?.forget();
  expect(await notes()).toHaveLength(1);
});

it("passes no note over that another version wrote, and says which file it is", async () => {
  noting().lockHeld({ key, token: "t", held: true });
  const [name = ""] = await readdir(join(folder, "left"));
  const file = join(folder, "left", name, "later.json");
  await writeFile(file, '{"version":2}');
  await expect(createLeftRuns(folder).of(where, key)).rejects.toMatchObject({
    code: "left-run-unreadable",
    message: expect.stringContaining(file),
  });
});

it("keeps notes from other users of the machine", async () => {
  noting().lockHeld({ key, token: "t", held: true });
  const [name = ""] = await readdir(join(folder, "left"));
  const [note = ""] = await readdir(join(folder, "left", name));
  const modes = await Promise.all([name, join(name, note)].map((path) => stat(join(folder, "left", path))));
  expect(modes.map(({ mode }) => mode & 0o077)).toEqual([0, 0]);
});

it("costs nothing but the note where the folder cannot be written", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "");
  const trail = noting(file);
  trail.lockHeld({ key, token: "t", held: true });
  trail.stateLeft("/tmp/state");
  expect(await createLeftRuns(file).of(where, key)).toEqual([]);
});
