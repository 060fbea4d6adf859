import { open, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createChangeSetBuilder } from "../../../../src/engine/pulumi/change-set.ts";
import type { EngineEvent } from "../../../../src/engine/pulumi/engine-event.ts";
import { followEventLog } from "../../../../src/engine/pulumi/event-log.ts";
import { stackUrn, urnOf } from "./events.ts";

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "event-log-"));
  path = join(folder, "events.ndjson");
});
afterEach(() => rm(folder, { recursive: true }));

const info = (message: string, severity = "info") => JSON.stringify({ diagnosticEvent: { message, severity } });
const messagesOf = (events: readonly EngineEvent[]) =>
  events.map((event) => ("diagnosticEvent" in event ? event.diagnosticEvent.message : "?"));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

it("reads whole lines as they grow, and what is left when it stops", async () => {
  const events: EngineEvent[] = [];
  const log = followEventLog(path, (event) => events.push(event));
  await until(() => log.lastActivity() > 0);
  // As the engine opens it: cut to nothing, then appended to.
  await using file = await open(path, "w+");
  const early = log.lastActivity();
  await file.write(`${info("one")}\n${info("tw")}`);
  await until(() => events.length === 1);
  expect(log.lastActivity()).toBeGreaterThan(early);
  await file.write(`\n${info("ü".repeat(200_000))}\n${info("four")}\n{"half":`);
  await log.stop();
  expect(messagesOf(events)).toEqual(["one", "tw", "ü".repeat(200_000), "four"]);
  expect((await stat(path)).mode & 0o077).toBe(0);
});

it("drops debug messages, and passes over what it does not know", async () => {
  const events: EngineEvent[] = [];
  const log = followEventLog(path, (event) => events.push(event));
  await using file = await open(path, "a");
  const lines = [
    info("RegisterResource RPC finished: resp: s3cr3t", "debug"),
    "not JSON",
    "null",
    "[]",
    "{}",
    '{"someLaterEvent":{"metadata":{}}}',
    '{"resourcePreEvent":{"metadata":{"op":7}}}',
    info("kept"),
  ];
  await file.write(`${lines.join("\n")}\n`);
  await log.stop();
  expect(messagesOf(events)).toEqual(["kept"]);
});

it("tells what kept it from reading", async () => {
  const log = followEventLog(join(folder, "absent", "events.ndjson"), () => undefined);
  await expect(log.stop()).rejects.toThrow("ENOENT");
});

describe("100,000 events", () => {
  it("stream through in bounded memory", async () => {
    const builder = createChangeSetBuilder({ preview: false, now: () => performance.now(), dataTypes: [] });
    let seen = 0;
    const log = followEventLog(path, (event) => {
      seen += 1;
      builder.add(event);
    });
    const inputs = { text: "x".repeat(1000), list: [1, 2, 3] };
    const state = { id: "id", parent: stackUrn, inputs, outputs: inputs };
    const event = (kind: string, n: number) =>
      JSON.stringify({
        [kind]: { metadata: { op: "same", urn: urnOf(`thing-${n}`), type: "t", old: state, new: state } },
      });
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    let highest = 0;
    await using file = await open(path, "a");
    for (let batch = 0; batch < 100; batch += 1) {
      const lines = Array.from({ length: 500 }, (_, n) => {
        const number = batch * 500 + n;
        return `${event("resourcePreEvent", number)}\n${event("resOutputsEvent", number)}\n`;
      });
      await file.write(lines.join(""));
      await until(() => seen >= (batch + 1) * 1000);
      highest = Math.max(highest, process.memoryUsage().heapUsed - before);
    }
    await log.stop();
    expect(seen).toBe(100_000);
    expect(builder.finish()).toMatchObject({ changes: [], counts: { same: 50_000 } });
    // The log is some 430 MB; what is held of it at any time, garbage included, is a fraction.
    expect((await stat(path)).size).toBeGreaterThan(300e6);
    expect(highest).toBeLessThan(200e6);
  }, 120_000);
});
