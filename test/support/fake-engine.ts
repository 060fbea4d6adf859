import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { StageKey } from "../../src/engine/engine.ts";
import type { EngineHome, Home, OpenHome, OpenOrder } from "../../src/home/home.ts";

/** A state of the stage's own, that names these resources; what is written is padded to about `bytes`. */
export function stateText(key: StageKey, names: readonly string[], bytes = 0): string {
  const resources = names.map((name) => ({
    urn: `urn:pulumi:${key.stage}::${key.app}::test:index:Thing::${name}`,
    type: "test:index:Thing",
  }));
  const state = {
    version: 3,
    checkpoint: {
      stack: `organization/${key.app}/${key.stage}`,
      latest: { manifest: { time: new Date().toISOString() }, resources, padding: "x".repeat(bytes) },
    },
  };
  return `${JSON.stringify(state, null, "\t")}\n`;
}

/** Where the engine's file backend has the state, as its environment says. */
export function stateFile(home: Pick<EngineHome, "engineEnvironment">, key: StageKey): string {
  const url = home.engineEnvironment["PULUMI_BACKEND_URL"] ?? "";
  const folder = fileURLToPath(url.replace(/\?.*$/u, ""));
  return join(folder, ".pulumi/stacks", key.app, `${key.stage}.json`);
}

/** Writes the state as Pulumi does: a file of its own beside it, renamed into place. */
export async function writeAsEngine(
  home: Pick<EngineHome, "engineEnvironment">,
  key: StageKey,
  text: string,
): Promise<void> {
  const file = stateFile(home, key);
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${process.hrtime.bigint().toString(16)}.tmp`;
  await writeFile(aside, text);
  await rename(aside, file);
}

/** Opens a home to change a stage, as a command that holds its lock. */
export function openToChange(home: Home, key: StageKey, more: Partial<OpenOrder> = {}): Promise<OpenHome> {
  return home.open({ key, mode: "change", fenceOff: false, left: () => undefined, ...more });
}

/** The states that lie where the engine would look for stack references. */
export async function statesBeside(home: Pick<EngineHome, "engineEnvironment">, key: StageKey): Promise<string[]> {
  return (await readdir(dirname(stateFile(home, key)))).sort();
}

export function readAsEngine(home: Pick<EngineHome, "engineEnvironment">, key: StageKey): Promise<string> {
  return readFile(stateFile(home, key), "utf8");
}

/** One deploy by an engine that writes this state, put on record. */
export async function deployOnce(home: Home, key: StageKey, text: string): Promise<void> {
  await using opened = await openToChange(home, key);
  await opened.prepare(key);
  await writeAsEngine(opened, key, text);
  await opened.commit();
  const at = "2026-01-02T03:04:05.678Z";
  await opened.addToHistory({
    command: "deploy",
    outcome: "succeeded",
    reason: null,
    commit: null,
    actor: "mona",
    run: null,
    startedAt: at,
    endedAt: at,
    counts: {},
    changes: [],
    moreChanges: 0,
  });
}
