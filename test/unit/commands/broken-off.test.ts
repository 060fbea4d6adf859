import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { brokenOff } from "../../../src/commands/broken-off.ts";
import { createKeptPlaces } from "../../../src/entry/kept-places.ts";
import { Failure } from "../../../src/failure.ts";
import { parseKept } from "../../../src/home/kept-state.ts";
import { deployOnce, openToChange, stateText, writeAsEngine } from "../../support/fake-engine.ts";
import { createLogLines } from "../../support/log-lines.ts";
import { storedText, useS3Places } from "../../support/s3-places.ts";
import { startVersitygw } from "../../support/s3-servers.ts";

const { newPlace, proxied } = useS3Places(startVersitygw);
const key = { app: "shop", stage: "mona" };
const before = stateText(key, ["one"]);
const made = stateText(key, ["one", "two"]);
const error = new Error("a bug of ours");

/** A command whose engine wrote a state, and whose run threw then; the bucket is `broken` or not. */
async function breakOff(written: string, broken: boolean) {
  const directory = await mkdtemp(join(tmpdir(), "stagewright-kept-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const open = newPlace({ storeTimeoutSeconds: 0.05 });
  await deployOnce((await open()).home, key, before);
  let isBroken = false;
  const proxy = await proxied(({ method }) =>
    isBroken && method === "PUT" ? { kind: "answer", status: 503, when: "before" } : null,
  );
  const place = await open({ endpoint: proxy.endpoint });
  const log = createLogLines();
  const keptPlaces = createKeptPlaces({ directory, cache: null, log });
  const opened = await openToChange(place.home, key);
  await opened.prepare(key);
  isBroken = broken;
  await writeAsEngine(opened, key, written);
  const services = { home: place.home, keptPlaces, log, now: () => new Date(0) };
  const thrown = await brokenOff({ services, opened, record: null, report: { ...key, command: "deploy" } }, error);
  await opened[Symbol.asyncDispose]();
  return { thrown, place, log };
}

/** What the message says was kept, opened again. */
async function kept({ message }: Failure, place: Awaited<ReturnType<typeof breakOff>>["place"]) {
  const file = /--from-file (?<file>\S+)/u.exec(message)?.groups?.["file"] ?? expect.fail(message);
  expect((await stat(file)).mode & 0o077).toBe(0);
  return place.home.settled?.open(parseKept(await readFile(file, "utf8")) ?? expect.fail("not a kept state"));
}

it("stores what the engine made, and throws what was thrown", async () => {
  const { thrown, place } = await breakOff(made, false);
  expect(thrown).toBe(error);
  expect(await storedText(place, "app/shop/mona.json")).toBe(made);
});

it("keeps what cannot be stored, and says both what is in no stored state and what was thrown", async () => {
  const { thrown, place, log } = await breakOff(made, true);
  const failure = thrown instanceof Failure ? thrown : expect.fail("no Failure");
  expect(failure.code).toBe("state-unstored");
  expect(failure.message).toMatch(/- test:index:Thing two[^]*state restore --from-file/u);
  expect(failure.message).toContain("The command itself failed: a bug of ours");
  expect(await kept(failure, place)).toBe(made);
  // Once: the end of the block does not say it again.
  expect(log.lines.join("\n")).not.toContain("was not stored");
});

it("keeps a state that cannot be read, too", async () => {
  const cut = made.slice(0, -40);
  const { thrown, place } = await breakOff(cut, true);
  const failure = thrown instanceof Failure ? thrown : expect.fail("no Failure");
  expect(failure.message).toContain("Which resources are in no stored state is not known");
  expect(await kept(failure, place)).toBe(cut);
});
