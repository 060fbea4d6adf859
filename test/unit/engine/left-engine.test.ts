import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { endLeftEngine, type LadderPatience } from "../../../src/engine/left-engine.ts";
import { processStart } from "../../../src/lock/machine.ts";

const patience: LadderPatience = { politeMs: 5000, firmMs: 1000, killedMs: 5000 };

/** An engine that a killed step left: it notes the signals it gets, and starts a provider in a process group of its own. */
async function leaveEngine(mark: string, onSignal: string) {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-left-"));
  const notes = await mkdtemp(join(tmpdir(), "signals-"));
  const signals = join(notes, "signals");
  const script = `const { appendFileSync, writeFileSync } = require("fs");
    writeFileSync(${JSON.stringify(join(folder, "events.ndjson"))}, "a secret in the clear");
    writeFileSync(${JSON.stringify(signals)}, "");
    process.on("SIGINT", () => { appendFileSync(${JSON.stringify(signals)}, "signal\\n"); ${onSignal} });
    const provider = require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 120000)"], { detached: true, stdio: "ignore" });
    console.log(provider.pid);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["-e", script], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"] ?? "", STAGEWRIGHT_RUN_MARK: mark },
  });
  const startedAt = Date.now();
  const provider = Number(String(await once(child.stdout, "data")));
  const pid = child.pid ?? 0;
  onTestFinished(async () => {
    kill(-pid);
    kill(-provider);
    await Promise.all([folder, notes].map((path) => rm(path, { recursive: true, force: true })));
  });
  return { process: { pid, startedAt, mark, folder }, provider, signals };
}

const isGone = async (left: Awaited<ReturnType<typeof leaveEngine>>) => ({
  engine: (await processStart(left.process.pid)) === "ended",
  provider: (await processStart(left.provider)) === "ended",
  folder: (await stat(left.process.folder).catch(() => null)) === null,
});

/** Ends a process group, if it is there. */
function kill(group: number): void {
  try {
    process.kill(group, "SIGKILL");
  } catch {
    // Gone, as it should be.
  }
}

function collect() {
  const warnings: string[] = [];
  const ignore = () => undefined;
  return {
    warnings,
    log: { info: ignore, debug: ignore, error: ignore, warning: (text: string) => warnings.push(text) },
  };
}

const allGone = { engine: true, provider: true, folder: true };

it("gives the one signal to an engine that had none, waits for it, and removes what it started and its folder", async () => {
  const left = await leaveEngine("polite", "setTimeout(() => process.exit(0), 500);");
  const { log, warnings } = collect();
  expect(await endLeftEngine({ process: left.process, signalled: false, log, patience })).toBe(true);
  expect(await readFile(left.signals, "utf8")).toBe("signal\n");
  expect(await isGone(left)).toEqual(allGone);
  expect(warnings).toEqual([]);
});

it("leaves an engine that had its signal in peace while it finishes", async () => {
  const left = await leaveEngine("signalled", "");
  // What the main step did, before it was killed.
  process.kill(left.process.pid, "SIGINT");
  setTimeout(() => process.kill(left.process.pid, "SIGTERM"), 800);
  const { log, warnings } = collect();
  expect(await endLeftEngine({ process: left.process, signalled: true, log, patience })).toBe(true);
  expect(await readFile(left.signals, "utf8")).toBe("signal\n");
  expect(await isGone(left)).toEqual(allGone);
  expect(warnings).toEqual([]);
});

it("kills one that is deaf, after two signals", async () => {
  const left = await leaveEngine("deaf", "");
  const { log, warnings } = collect();
  const short = { ...patience, politeMs: 500, firmMs: 500 };
  expect(await endLeftEngine({ process: left.process, signalled: false, log, patience: short })).toBe(true);
  expect(await readFile(left.signals, "utf8")).toBe("signal\nsignal\n");
  expect(await isGone(left)).toEqual(allGone);
  expect(warnings).toEqual([expect.stringContaining("is killed")]);
});

it("does not touch a later process that has the engine's id", async () => {
  const left = await leaveEngine("earlier", "");
  const { log } = collect();
  const earlier = { ...left.process, mark: "of an earlier run", startedAt: left.process.startedAt - 60_000 };
  expect(await endLeftEngine({ process: earlier, signalled: false, log, patience })).toBe(true);
  expect(await readFile(left.signals, "utf8")).toBe("");
  expect(await isGone(left)).toEqual({ engine: false, provider: false, folder: true });
});
