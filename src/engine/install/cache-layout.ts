import { readdir } from "node:fs/promises";
import { join } from "node:path";

import rcompare from "semver/functions/rcompare.js";
import valid from "semver/functions/valid.js";

import type { Machine } from "./machine.ts";
import { isProgram } from "./on-path.ts";

/** An engine in the cache folder: `<cache>/engine/<version>-<os>-<arch>/bin` holds its programs. The folder is there whole or not at all. */
export function engineFolder(cacheDirectory: string, version: string, machine: Machine): string {
  return join(cacheDirectory, "engine", `${version}-${machine.os}-${machine.arch}`);
}

/** Where an engine's programs lie in its folder. */
export function binFolder(folder: string): string {
  return join(folder, "bin");
}

/** Whether an engine's folder holds an engine. */
export function holdsEngine(folder: string): Promise<boolean> {
  return isProgram(join(binFolder(folder), "pulumi"));
}

/** Versions for this kind of machine in the cache folder, newest first. */
export async function cachedVersions(cacheDirectory: string, machine: Machine): Promise<string[]> {
  const suffix = `-${machine.os}-${machine.arch}`;
  const names = await readdir(join(cacheDirectory, "engine")).catch(() => []);
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .filter((version) => valid(version) === version)
    .sort(rcompare);
}
