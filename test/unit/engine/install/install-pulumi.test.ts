import { execFile } from "node:child_process";
import { access, mkdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, test } from "vitest";

import { findPulumi } from "../../../../src/engine/install/find-pulumi.ts";
import {
  checksumsFile,
  packArchive,
  release,
  type Served,
  serveFiles,
  serveRealRelease,
} from "../../../support/engine-archive.ts";
import { fakeProgram, inEngineFolder, makeMachine } from "./install-order.ts";

const installed = `${release.version}-${process.platform}-${process.arch}`;

/** A mirror with a small archive that is right in everything, of which a test makes one thing wrong. */
async function mirrorWith(wrong: Readonly<Record<string, Served>> = {}, version: string = release.version) {
  const archive = await packArchive({ pulumi: fakeProgram(version), "pulumi-language-nodejs": fakeProgram(version) });
  return serveFiles({ [release.archive]: archive, [release.checksums]: checksumsFile(archive), ...wrong });
}

test("the real engine is downloaded, verified, and found in the cache from then on", async () => {
  await using machine = await makeMachine();
  await using mirror = await serveRealRelease();
  const order = { ...machine.order, mirror: `${mirror.url}/` };
  const found = await findPulumi(order);
  const bin = join(machine.order.cacheDirectory, "engine", installed, "bin");
  expect(found).toEqual({
    command: join(bin, "pulumi"),
    version: release.version,
    binDirectory: bin,
    origin: "download",
  });
  const { stdout } = await promisify(execFile)(found.command, ["version"], { env: { HOME: machine.folder } });
  expect(stdout.trim()).toBe(`v${release.version}`);
  await expect(access(join(bin, "pulumi-language-nodejs"))).resolves.toBeUndefined();

  const asked = mirror.requests.length;
  expect(await findPulumi(order)).toEqual({ ...found, origin: "cache" });
  expect(mirror.requests).toHaveLength(asked);
  expect(await inEngineFolder(machine)).toEqual([installed]);
}, 60_000);

test("two runs at once come to the same engine", async () => {
  await using machine = await makeMachine();
  await using mirror = await mirrorWith();
  const order = { ...machine.order, mirror: mirror.url };
  const found = await Promise.all([findPulumi(order), findPulumi(order), findPulumi(order)]);
  expect(new Set(found.map(({ command }) => command)).size).toBe(1);
  expect(await inEngineFolder(machine)).toEqual([installed]);
});

test("what is in the place without being an engine is replaced", async () => {
  await using machine = await makeMachine();
  await using mirror = await mirrorWith();
  await mkdir(join(machine.order.cacheDirectory, "engine", installed, "bin"), { recursive: true });
  expect(await findPulumi({ ...machine.order, mirror: mirror.url })).toMatchObject({ origin: "download" });
  expect(await inEngineFolder(machine)).toEqual([installed]);
});

test("a passing error of the server is got over", async () => {
  await using machine = await makeMachine();
  const archive = await packArchive({ pulumi: fakeProgram(release.version) });
  let asked = 0;
  await using mirror = await mirrorWith({
    [release.checksums]: checksumsFile(archive),
    [release.archive]: (_request, response) => {
      asked += 1;
      if (asked === 1) {
        response.writeHead(503).end();
      } else if (asked === 2) {
        response.writeHead(200, { "content-length": archive.length });
        response.write(archive.subarray(0, 100), () => response.destroy());
      } else {
        response.writeHead(200, { "content-length": archive.length }).end(archive);
      }
    },
  });
  const patience = { silenceMs: 2000, retries: 2, pauseMs: 1 };
  expect(await findPulumi({ ...machine.order, mirror: mirror.url, patience })).toMatchObject({ origin: "download" });
  expect(asked).toBe(3);
});

describe("fails with one clear error, and nothing is left that a later run could take, when", () => {
  const broken = gzipSync(Buffer.from("this is no archive".repeat(100)));
  const cases: readonly {
    readonly name: string;
    readonly code: string;
    readonly wrong: Readonly<Record<string, Served>>;
    readonly version?: string;
  }[] = [
    {
      name: "the archive is another one than the checksums file names",
      code: "wrong-checksum",
      wrong: { [release.checksums]: checksumsFile(Buffer.from("another archive")) },
    },
    {
      name: "the checksums file does not name the archive",
      code: "no-checksum",
      wrong: { [release.checksums]: Buffer.from("<html>Sign in to go on</html>") },
    },
    { name: "there is no checksums file", code: "download-failed", wrong: { [release.checksums]: notFound } },
    { name: "there is no archive", code: "download-failed", wrong: { [release.archive]: notFound } },
    {
      name: "the connection ends in the middle of an announced length",
      code: "download-cut",
      wrong: { [release.archive]: cutAfter({ "content-length": 100_000 }) },
    },
    {
      name: "the connection ends in the middle of chunks",
      code: "download-cut",
      wrong: { [release.archive]: cutAfter({}) },
    },
    {
      name: "nothing comes any more",
      code: "download-stalled",
      wrong: { [release.archive]: (_request, response) => void response.writeHead(200).write("begun") },
    },
    { name: "the server never answers", code: "download-stalled", wrong: { [release.checksums]: () => undefined } },
    {
      name: "the archive is broken though its checksum is right",
      code: "unpack-failed",
      wrong: { [release.archive]: broken, [release.checksums]: checksumsFile(broken) },
    },
    { name: "the archive holds another version", code: "wrong-archive", wrong: {}, version: "3.1.0" },
    {
      name: "the server leads on for ever",
      code: "download-failed",
      wrong: {
        [release.archive]: (request, response) => void response.writeHead(302, { location: request.url ?? "" }).end(),
      },
    },
  ];
  test.each(cases)("$name", async ({ code, wrong, version }) => {
    await using machine = await makeMachine();
    await using mirror = await mirrorWith(wrong, version);
    const patience = { silenceMs: 300, retries: 0, pauseMs: 1 };
    const order = { ...machine.order, mirror: mirror.url, patience };
    await expect(findPulumi(order)).rejects.toMatchObject({ code, next: expect.stringMatching(/\w/u) });
    expect(await inEngineFolder(machine)).toEqual([]);
    await expect(findPulumi({ ...order, mirror: "http://127.0.0.1:1" })).rejects.toMatchObject({
      code: "download-failed",
    });
  });

  test("the archive holds no Pulumi", async () => {
    await using machine = await makeMachine();
    const archive = await packArchive({ readme: "nothing" });
    await using mirror = await serveFiles({ [release.archive]: archive, [release.checksums]: checksumsFile(archive) });
    await expect(findPulumi({ ...machine.order, mirror: mirror.url })).rejects.toMatchObject({ code: "unpack-failed" });
    expect(await inEngineFolder(machine)).toEqual([]);
  });

  test("the program does not run on this machine", async () => {
    await using machine = await makeMachine();
    const archive = await packArchive({ pulumi: "\u007fELF of another machine" });
    await using mirror = await serveFiles({ [release.archive]: archive, [release.checksums]: checksumsFile(archive) });
    await expect(findPulumi({ ...machine.order, mirror: mirror.url })).rejects.toMatchObject({
      code: "engine-does-not-run",
    });
    expect(await inEngineFolder(machine)).toEqual([]);
  });

  test("nobody listens", async () => {
    await using machine = await makeMachine();
    await expect(findPulumi(machine.order)).rejects.toMatchObject({
      code: "download-failed",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("the mirror is no web address", async () => {
    await using machine = await makeMachine({ mirror: "mirror.example.com/pulumi" });
    await expect(findPulumi(machine.order)).rejects.toMatchObject({ code: "bad-mirror" });
  });
});

function notFound(...[, response]: Parameters<Extract<Served, (...args: never) => unknown>>): void {
  response.writeHead(404).end();
}

function cutAfter(headers: Record<string, number>): Served {
  return (_request, response) => {
    response.writeHead(200, headers);
    response.write("x".repeat(1000), () => response.destroy());
  };
}
