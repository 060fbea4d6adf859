import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { checksumOf } from "../../../../src/engine/install/checksums.ts";
import { downloadFile, downloadText } from "../../../../src/engine/install/download.ts";
import type { Connection } from "../../../../src/engine/install/open-url.ts";
import { serveFiles } from "../../../support/engine-archive.ts";

const connection: Connection = { environment: {}, silenceMs: 2000, retries: 0, pauseMs: 1 };
const body = Buffer.alloc(300_000, "pulumi");
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-download-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a redirect is followed, as GitHub's downloads are one", async () => {
  await using other = await serveFiles({ there: body });
  await using server = await serveFiles({
    here: (_request, response) => void response.writeHead(302, { location: `${other.url}/there` }).end(),
  });
  const to = join(folder, "file");
  const { sha256 } = await downloadFile(`${server.url}/here`, to, connection);
  expect((await readFile(to)).equals(body)).toBe(true);
  expect(checksumOf("file", `${sha256}  file`)).toBe(sha256);
});

test.runIf(existsSync("/dev/full"))("a full disk is a failure of its own, and not tried again", async () => {
  await using server = await serveFiles({ file: body });
  const download = downloadFile(`${server.url}/file`, "/dev/full", { ...connection, retries: 3 });
  await expect(download).rejects.toMatchObject({ code: "no-space", message: expect.stringContaining("/dev") });
  expect(server.requests).toHaveLength(1);
});

test("what will not pass is not tried again, what may pass is", async () => {
  const status =
    (code: number) => (_request: unknown, response: { writeHead: (code: number) => { end: () => unknown } }) =>
      void response.writeHead(code).end();
  await using server = await serveFiles({ forbidden: status(403), busy: status(503) });
  const patient = { ...connection, retries: 2 };
  await expect(downloadText(`${server.url}/forbidden`, patient)).rejects.toMatchObject({
    message: expect.stringContaining("403"),
  });
  await expect(downloadText(`${server.url}/busy`, patient)).rejects.toMatchObject({
    message: expect.stringContaining("503"),
  });
  expect(server.requests).toEqual(["/forbidden", "/busy", "/busy", "/busy"]);
});

test("a slow server that goes on sending is waited for", async () => {
  await using server = await serveFiles({
    slow: (_request, response) => {
      let sent = 0;
      const timer = setInterval(() => {
        sent += 1;
        response.write("x");
        if (sent === 8) {
          clearInterval(timer);
          response.end();
        }
      }, 100);
    },
  });
  await expect(downloadText(`${server.url}/slow`, { ...connection, silenceMs: 600 })).resolves.toBe("xxxxxxxx");
});

test("a proxy that the environment names is used", async () => {
  await using proxy = await serveFiles({});
  const environment = { http_proxy: proxy.url };
  const download = downloadText("http://pulumi.invalid/file", { ...connection, environment });
  await expect(download).rejects.toMatchObject({ message: expect.stringContaining("404") });
  expect(proxy.requests).toEqual(["http://pulumi.invalid/file"]);
});

test("a cancelled run stops its download", async () => {
  await using server = await serveFiles({ never: () => undefined });
  const abort = new AbortController();
  const download = downloadText(`${server.url}/never`, { ...connection, signal: abort.signal, retries: 3 });
  abort.abort();
  await expect(download).rejects.toMatchObject({ code: "download-failed" });
});
