import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { settleKept } from "../../../src/commands/settle-kept.ts";
import { createKeptPlaces } from "../../../src/entry/kept-places.ts";
import { sealState } from "../../../src/home/kept-state.ts";
import { openToChange } from "../../support/fake-engine.ts";
import { createLogLines } from "../../support/log-lines.ts";
import { ownerOf } from "../../support/lock-record.ts";
import { useS3Places } from "../../support/s3-places.ts";
import { startVersitygw } from "../../support/s3-servers.ts";

const { newPlace } = useS3Places(startVersitygw);
const key = { app: "shop", stage: "mona" };

it("deploys over no kept state that it cannot read, until that is waived by its id", async () => {
  const directory = await mkdtemp(join(tmpdir(), "stagewright-kept-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const { home } = await newPlace()();
  const log = createLogLines();
  const keptPlaces = createKeptPlaces({ directory, cache: null, log });
  const id = "20261129T080000000Z-0a1b2c";
  const head = { version: 1 as const, id, ...key, where: home.where, content: "c0ffee", over: ["none"] };
  await keptPlaces.keep(await sealState(head, "{}", "passphrase"), true);
  const [folder = ""] = await readdir(directory);
  const file = join(directory, folder, `${id}.json`);
  await mkdir(join(directory, folder), { recursive: true });
  await writeFile(file, JSON.stringify({ version: 2, id }));

  await using opened = await openToChange(home, key);
  const run = {
    actor: "mona",
    link: null,
    repositoryUrl: null,
    attempt: 1,
    owner: ownerOf({ host: "here", pid: 1, processStartedAt: 1 }),
  };
  const settle = () =>
    settleKept({ home, keptPlaces, log, now: () => new Date(0), run }, { key, opened, record: null });
  await expect(settle()).rejects.toMatchObject({
    code: "kept-state-unreadable",
    message: expect.stringContaining(file),
    next: expect.stringContaining(`state waive ${id}`),
  });
  await home.settled?.settle(key, id, { how: "waived", by: "mona", reason: null, at: "2026-11-29T08:00:00.000Z" });
  await settle();
  expect(await readdir(join(directory, folder))).toEqual([]);
});
