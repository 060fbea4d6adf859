import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { expect, onTestFinished, test } from "vitest";

import { downloadFile } from "../../../../src/engine/install/download.ts";
import { receivedText, sayProgress } from "../../../../src/engine/install/say-progress.ts";
import { serveFiles } from "../../../support/engine-archive.ts";

const collect = () => {
  const lines: string[] = [];
  const add = (line: string) => void lines.push(line);
  return { lines, log: { info: add, warning: add, error: add, debug: add } };
};

test("work that takes long is told to be under way until it ends, well or badly", async () => {
  const { lines, log } = collect();
  const order = { log, what: () => "Still installing", everyMs: 10 };
  expect(await sayProgress(order, () => sleep(60, "done"))).toBe("done");
  expect(lines.length).toBeGreaterThan(1);
  expect(lines).toEqual(lines.map(() => expect.stringMatching(/^Still installing, \S+/u)));
  await expect(sayProgress(order, () => Promise.reject(new Error("no npm")))).rejects.toThrow("no npm");
  const told = lines.length;
  await sleep(40);
  expect(lines).toHaveLength(told);
});

test("a download tells how much of it came", async () => {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-progress-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using server = await serveFiles({
    file: (_request, response) =>
      void response.writeHead(200, { "content-length": "2000000" }).end(Buffer.alloc(2_000_000)),
    unknown: (_request, response) => {
      response.write(Buffer.alloc(1_000_000));
      response.end();
    },
  });
  const connection = { environment: {}, silenceMs: 2000, retries: 0, pauseMs: 1 };
  const last = async (name: string) => {
    const told: string[] = [];
    await downloadFile(`${server.url}/${name}`, join(folder, name), {
      ...connection,
      received: (how) => void told.push(receivedText(how)),
    });
    return told.at(-1);
  };
  expect(await last("file")).toBe("2 of 2 MB");
  expect(await last("unknown")).toBe("1 MB");
});
