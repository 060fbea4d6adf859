import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalHome } from "../../../src/home/local.ts";
import { newId } from "../../../src/home/history.ts";
import { restoreText } from "../../../src/home/restore.ts";
import { deployOnce, openToChange, stateFile, stateText } from "../../support/fake-engine.ts";

const key = { app: "shop", stage: "pr-12" };

async function newHome(keepSnapshots = 30) {
  const directory = await mkdtemp(join(tmpdir(), "stagewright-history-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const home = createLocalHome({ directory, keepSnapshots });
  const { history } = home;
  if (history === null) {
    throw new Error("this home should have a history");
  }
  return { home, history, directory };
}

describe("history", () => {
  it("gives ids that sort by time", () => {
    const ids = [0, 1, 999, 1000, 86_400_000].map((ms) => newId(new Date(1_700_000_000_000 + ms)));
    expect(ids.toSorted()).toEqual(ids);
    expect(ids[0]).toMatch(/^20231114T221320000Z-[\da-f]{6}$/u);
  });

  it("lists the newest first, as many as are asked for", async () => {
    const { home, history } = await newHome();
    for (const name of ["a", "b", "c"]) {
      await deployOnce(home, key, stateText(key, [name]));
    }
    const updates = await history.updates(key);
    expect(updates.map(({ id }) => id)).toEqual(
      updates
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(await history.updates(key, 1)).toEqual(updates.slice(0, 1));
    const snapshots = await history.snapshots(key);
    expect((await history.readSnapshot(key, snapshots[0]?.id ?? "")).text).toContain("::c");
    expect(await history.updates({ ...key, stage: "pr-1" })).toEqual([]);
  });

  it("keeps the newest snapshots, and leaves alone what is not its own", async () => {
    const { home, history, directory } = await newHome(2);
    for (const name of ["a", "b", "c", "d"]) {
      await deployOnce(home, key, stateText(key, [name]));
    }
    const mine = join(directory, "snapshot/shop/pr-12/000-mine.json");
    await writeFile(mine, "mine");
    await history.prune(key);
    const kept = await history.snapshots(key);
    expect(kept).toHaveLength(2);
    expect((await history.readSnapshot(key, kept[1]?.id ?? "")).text).toContain("::c");
    await history.prune(key, 0);
    expect(await history.snapshots(key)).toEqual([]);
    await expect(rm(mine)).resolves.toBeUndefined();
  });

  it.each(["../../secret/passphrase", "", "20260101T000000000Z-00000g", "20260101T000000000Z-000000"])(
    "knows no snapshot %j",
    async (id) => {
      const { history } = await newHome();
      await expect(history.readSnapshot(key, id)).rejects.toMatchObject({ code: "no-snapshot" });
    },
  );

  it("names a record of an update that cannot be read", async () => {
    const { home, history, directory } = await newHome();
    await deployOnce(home, key, stateText(key, ["a"]));
    const id = newId(new Date());
    await writeFile(join(directory, `update/shop/pr-12/${id}.json`), '{"version":2}');
    await expect(history.updates(key)).rejects.toMatchObject({
      code: "broken-history",
      message: expect.stringContaining(id),
    });
  });
});

describe("restoreText", () => {
  it("puts a snapshot in the place of a broken state, and keeps that too", async () => {
    const { home, history } = await newHome();
    const text = stateText(key, ["a"]);
    await deployOnce(home, key, text);
    const [snapshot] = await history.snapshots(key);
    await writeFile(stateFile(home, key), "{ broken");
    await using opened = await openToChange(home, key, { mode: "restore" });
    const { replaced } = await restoreText({
      opened,
      history,
      key,
      text: (await history.readSnapshot(key, snapshot?.id ?? "")).text,
    });
    expect(await home.text(key)).toBe(text);
    await expect(history.readSnapshot(key, replaced ?? "")).rejects.toMatchObject({ code: "broken-state" });
  });

  it("brings a stage back that was removed", async () => {
    const { home, history } = await newHome();
    const text = stateText(key, ["a"]);
    await deployOnce(home, key, text);
    const [snapshot] = await history.snapshots(key);
    await rm(stateFile(home, key));
    await using opened = await openToChange(home, key, { mode: "restore" });
    expect(
      await restoreText({ opened, history, key, text: (await history.readSnapshot(key, snapshot?.id ?? "")).text }),
    ).toEqual({ replaced: null });
    expect(await home.text(key)).toBe(text);
  });

  it("refuses a snapshot of another stage, and changes nothing", async () => {
    const { home, history } = await newHome();
    const other = { app: "shop", stage: "production" };
    await deployOnce(home, key, stateText(key, ["a"]));
    const before = await home.text(key);
    await using opened = await openToChange(home, key, { mode: "restore" });
    await expect(restoreText({ opened, history, key, text: stateText(other, ["db"]) })).rejects.toMatchObject({
      code: "foreign-state",
    });
    expect(await home.text(key)).toBe(before);
  });
});
