import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import type { FoundRun, LeftRun } from "../../../src/commands/left-run.ts";
import { pickUpLeft } from "../../../src/commands/pick-up.ts";
import { Failure } from "../../../src/failure.ts";
import type { Home } from "../../../src/home/home.ts";
import { describeOwnProcess } from "../../../src/lock/owner-process.ts";
import { deployOnce, openToChange, stateText, writeAsEngine } from "../../support/fake-engine.ts";
import { createLogLines } from "../../support/log-lines.ts";
import { useS3Places } from "../../support/s3-places.ts";
import { startVersitygw } from "../../support/s3-servers.ts";

const { newPlace } = useS3Places(startVersitygw);
const key = { app: "shop", stage: "mona" };
const before = stateText(key, ["one"]);
const made = stateText(key, ["one", "two"]);

/** A run that died after its engine wrote, and before that was stored. */
async function died(home: Home): Promise<string> {
  let folder: string | null = null;
  const opened = await openToChange(home, key, { left: (known) => (folder = known) });
  await writeAsEngine(opened, key, made);
  return folder ?? "";
}

async function pickUp(home: Home, folder: string | null, owner: Partial<LeftRun["owner"]> = {}) {
  // Our own id, of a process that began at another time: it is gone.
  const dead = { ...(await describeOwnProcess()), processStartedAt: 1, ...owner };
  const run: LeftRun = { version: 1, owner: dead, folder, engine: null, cancelled: false };
  const log = createLogLines();
  let forgotten = 0;
  const found: FoundRun = {
    run,
    forget: async () => {
      forgotten += 1;
    },
  };
  await pickUpLeft({ home, log, leftRuns: { of: async () => [found] } }, key);
  return { forgotten, lines: log.lines };
}

const isThere = async (folder: string) => (await stat(folder).catch(() => null)) !== null;

it("stores what a dead run left, says so, and forgets it", async () => {
  const { home } = await newPlace()();
  await deployOnce(home, key, before);
  const folder = await died(home);
  const { forgotten, lines } = await pickUp(home, folder);
  expect(await home.text(key)).toBe(made);
  expect({ forgotten, there: await isThere(folder) }).toEqual({ forgotten: 1, there: false });
  expect(lines).toEqual([expect.stringMatching(/^info: .*What it made is in the state/u)]);
});

it("touches nothing of a run that may live: here, on another boot, on another machine", async () => {
  const { home } = await newPlace()();
  await deployOnce(home, key, before);
  const folder = await died(home);
  const { host, processStartedAt } = await describeOwnProcess();
  for (const owner of [{ processStartedAt }, { processStartedAt: null }, { host: "elsewhere" }, { host: `${host}2` }]) {
    expect(await pickUp(home, folder, owner)).toEqual({ forgotten: 0, lines: [] });
  }
  expect(await home.text(key)).toBe(before);
});

it("stores nothing over what others wrote since, and keeps what the dead run made as a snapshot", async () => {
  const open = newPlace();
  const { home } = await open();
  await deployOnce(home, key, before);
  const folder = await died(home);
  const theirs = stateText(key, ["one", "three"]);
  await deployOnce((await open()).home, key, theirs);
  const { forgotten, lines } = await pickUp(home, folder);
  expect(await home.text(key)).toBe(theirs);
  expect(forgotten).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^warning: An earlier run died .*kept as snapshot/u)]);
});

it("keeps no snapshot, and warns of nothing, where what the dead run made was stored before others went on", async () => {
  const open = newPlace();
  const { home } = await open();
  await deployOnce(home, key, before);
  const folder = await died(home);
  // As its watcher does, which leaves the folder to a step that then does not come.
  await (await home.resume(folder))?.commit();
  expect(await home.text(key)).toBe(made);
  const theirs = stateText(key, ["one", "two", "three"]);
  await deployOnce((await open()).home, key, theirs);
  const snapshots = await home.history?.snapshots(key);
  const { forgotten, lines } = await pickUp(home, folder);
  expect(lines).toEqual([expect.stringMatching(/^info: .*What it made is in the state/u)]);
  expect({ forgotten, there: await isThere(folder) }).toEqual({ forgotten: 1, there: false });
  expect(await home.text(key)).toBe(theirs);
  expect(await home.history?.snapshots(key)).toEqual(snapshots);
});

it.each([
  ["of another version", (journal: object) => JSON.stringify({ ...journal, version: 7 })],
  ["half written", (journal: object) => JSON.stringify(journal).slice(0, -10)],
])("forgets nothing where the notes beside a left state are %s, and says what to do", async (_what, changed) => {
  const { home } = await newPlace()();
  const folder = await died(home);
  const file = join(folder, "journal.json");
  const journal: unknown = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, changed(journal ?? {}));
  const failure: unknown = await pickUp(home, folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code: "left-state-unreadable", message: expect.stringContaining(folder) });
  expect(await isThere(folder)).toBe(true);
  // As the advice says.
  await rm(folder, { recursive: true });
  expect(await pickUp(home, folder)).toEqual({ forgotten: 1, lines: [] });
});

it("forgets one whose folder is gone, and one that had none", async () => {
  const { home } = await newPlace()();
  expect(await pickUp(home, "/nowhere/at/all")).toEqual({ forgotten: 1, lines: [] });
  expect(await pickUp(home, null)).toEqual({ forgotten: 1, lines: [] });
});
