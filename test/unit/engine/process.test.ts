import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect, it, vi } from "vitest";

import { type Patience, type ProcessOrder, runProcess } from "../../../src/engine/process.ts";

const patience: Patience = { inactivityMs: 1500, busyMs: 60_000, politeMs: 400, firmMs: 400 };
const environment = { PATH: process.env["PATH"] ?? "" };

const run = (script: string, changes: Partial<ProcessOrder> = {}) =>
  runProcess({
    command: process.execPath,
    args: ["-e", script],
    cwd: tmpdir(),
    outputFolder: tmpdir(),
    environment,
    signal: new AbortController().signal,
    patience,
    ...changes,
  });

/** Prints when it is ready, and every signal that it gets; ends `afterMs` after the first. */
const countsSignals = (afterMs: number) => `
  process.on("SIGINT", () => { console.log("signal"); setTimeout(() => process.exit(3), ${afterMs}).ref(); });
  setInterval(() => {}, 1000); console.log("ready");`;

it("gives code and last words, and the arguments as they are", async () => {
  const script = 'console.log(process.argv[1]); console.error("last words"); process.exit(7)';
  const end = await run(script, { args: ["-e", script, "$(touch x); 'a' \"b\""] });
  expect(end).toEqual({ code: 7, reason: "ended", stdout: "$(touch x); 'a' \"b\"\n", stderr: "last words\n" });
});

it("hands on the environment that it is given and nothing of its own", async () => {
  const end = await run(
    "console.log(JSON.stringify(Object.keys(process.env).filter((name) => !name.startsWith('__'))))",
  );
  expect(JSON.parse(end.stdout)).toEqual(["PATH"]);
});

it("tells of the process as soon as it runs", async () => {
  const started: number[] = [];
  const end = await run("console.log(process.pid)", { started: ({ pid }) => started.push(pid) });
  expect(started).toEqual([Number(end.stdout)]);
});

it("says clearly what cannot be started", async () => {
  const missing = run("", { command: "/nowhere/pulumi" });
  await expect(missing).rejects.toMatchObject({ code: "engine-not-started" });
});

it("sends exactly one signal when the run is cancelled, however often", async () => {
  const cancel = new AbortController();
  const running = run(countsSignals(600), {
    signal: cancel.signal,
    started: () => setTimeout(() => cancel.abort(), 500),
  });
  setTimeout(() => cancel.abort(), 800);
  expect(await running).toMatchObject({ code: 3, reason: "aborted", stdout: "ready\nsignal\n" });
});

it("sends the second signal to a cancelled process when nobody wants to wait, and ends it if that does not help", async () => {
  const [cancel, hurry] = [new AbortController(), new AbortController()];
  const running = run(countsSignals(60_000), {
    signal: cancel.signal,
    hurry: hurry.signal,
    started: () => setTimeout(() => cancel.abort(), 500),
  });
  setTimeout(() => hurry.abort(), 1000);
  const end = await running;
  expect(end).toMatchObject({ code: null, reason: "aborted", stdout: "ready\nsignal\nsignal\n" });
});

it("does not begin what was cancelled before", async () => {
  const started: number[] = [];
  const end = await run("", { signal: AbortSignal.abort(), started: ({ pid }) => started.push(pid) });
  expect([end.reason, started]).toEqual(["aborted", []]);
});

it("ends a silent process: one signal, a second, and then for good", async () => {
  const folder = await mkdtemp(join(tmpdir(), "process-"));
  const file = join(folder, "signals");
  // It writes to a file: what it prints would be a sign of life.
  const end = await run(
    `process.on("SIGINT", () => require("fs").appendFileSync(${JSON.stringify(file)}, "signal\\n")); setInterval(() => {}, 1000)`,
  );
  expect(end).toMatchObject({ code: null, reason: "inactive" });
  expect(await readFile(file, "utf8")).toBe("signal\nsignal\n");
  await rm(folder, { recursive: true });
});

it("takes output and whatever else shows life for life", async () => {
  const prints = "let n = 0; const t = setInterval(() => { console.log(n); if (++n === 7) clearInterval(t); }, 500)";
  const silent = "setTimeout(() => process.exit(0), 3500)";
  const ends = await Promise.all([
    run(prints),
    run(silent, { lastActivity: () => performance.now() }),
    run(silent, { isBusy: () => true }),
  ]);
  expect(ends.map(({ code, reason }) => [code, reason])).toEqual([
    [0, "ended"],
    [0, "ended"],
    [0, "ended"],
  ]);
});

it("lives on when we are killed, whatever it still has to say", async () => {
  const folder = await mkdtemp(join(tmpdir(), "process-"));
  const file = join(folder, "done");
  const speaks = `let n = 0; setInterval(() => {
    console.log(n); console.error(n);
    if (++n === 20) { require("fs").writeFileSync(${JSON.stringify(file)}, "saved"); process.exit(0); }
  }, 50)`;
  const order = { command: process.execPath, args: ["-e", speaks], cwd: folder, outputFolder: folder, environment };
  const module = pathToFileURL(join(import.meta.dirname, "../../../src/engine/process.ts")).href;
  const us = `const { runProcess } = await import(${JSON.stringify(module)});
    const started = () => console.log("started");
    await runProcess({ ...${JSON.stringify(order)}, started, signal: new AbortController().signal });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", us], { stdio: ["ignore", "pipe", "inherit"] });
  await once(parent.stdout, "data");
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await vi.waitFor(async () => expect(await readFile(file, "utf8")).toBe("saved"), { timeout: 15_000, interval: 50 });
  await rm(folder, { recursive: true });
});

it("writes its streams where only we can read them, and leaves nothing of them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "process-"));
  const shows = `const fs = require("fs");
    console.log(fs.readdirSync(".").map((name) => (fs.statSync(name).mode & 0o777).toString(8)).join(" "))`;
  const there = { cwd: folder, outputFolder: folder };
  expect((await run(shows, there)).stdout).toBe("600 600\n");
  await expect(run("", { ...there, command: "/nowhere/pulumi" })).rejects.toMatchObject({ code: "engine-not-started" });
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

it("does not wait for a grandchild that keeps the streams open, and keeps only the end of much output", async () => {
  const script = `require("child_process").spawn("sleep", ["30"], { stdio: "inherit", detached: true }).unref();
    process.stdout.write("x".repeat(300000) + "end", () => process.exit(0))`;
  const begun = performance.now();
  const end = await run(script, { patience: { ...patience, inactivityMs: 60_000 } });
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(end).toMatchObject({ code: 0, stdout: `${"x".repeat(64 * 1024 - 3)}end` });
});
