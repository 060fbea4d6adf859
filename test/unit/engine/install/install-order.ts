import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { PulumiOrder } from "../../../../src/engine/install/find-pulumi.ts";

/** An order of a machine of its own: an empty cache folder, a PATH with nothing of Pulumi, a log that is kept. */
export type Machine = AsyncDisposable & {
  readonly folder: string;
  readonly order: PulumiOrder;
  readonly told: string[];
};

const patience = { silenceMs: 2000, retries: 0, pauseMs: 1 };

/** Makes such a machine; what is given replaces parts of the order. */
export async function makeMachine(given: Partial<PulumiOrder> = {}): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), "stagewright-install-"));
  const told: string[] = [];
  const tell = (text: string) => {
    told.push(text);
  };
  const order: PulumiOrder = {
    path: null,
    version: null,
    requiredVersion: null,
    // Nothing listens there: who uses the network without being told to fails.
    mirror: "http://127.0.0.1:1",
    cacheDirectory: join(folder, "cache"),
    environment: { PATH: "/usr/bin:/bin", HOME: folder },
    log: { info: tell, warning: tell, error: tell, debug: tell },
    patience,
    ...given,
  };
  return { folder, order, told, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** A small program that answers `version` like Pulumi and appends a line to `calls` each time it runs. */
export function fakeProgram(version: string, calls: string | null = null): string {
  return `#!/bin/sh\n${calls === null ? "" : `echo ran >> '${calls}'\n`}echo v${version}\n`;
}

/** Puts a program at a path. */
export async function putProgram(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

/** All that lies in the cache's engine folder, hidden or not. */
export function inEngineFolder(machine: Machine): Promise<string[]> {
  return readdir(join(machine.order.cacheDirectory, "engine")).catch(() => []);
}
