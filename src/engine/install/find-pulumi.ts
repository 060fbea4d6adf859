import { dirname, join, resolve } from "node:path";

import { Failure } from "../../failure.ts";
import type { Log } from "../../log.ts";
import { binFolder, cachedVersions, engineFolder, holdsEngine } from "./cache-layout.ts";
import type { ArchiveKeeper } from "./install-pulumi.ts";
import { type Machine, machineOf } from "./machine.ts";
import { isProgram, programsOnPath } from "./on-path.ts";
import type { Connection } from "./open-url.ts";
import { defaultRange, pinnedVersion } from "./pinned.ts";
import { versionOf } from "./version-memo.ts";
import { parseRange, type VersionRange } from "./version-range.ts";
import { here, setting } from "../../reader/reader.ts";

/** Which Pulumi is wanted, and where it may come from. */
export type PulumiOrder = {
  /** A program that is taken whatever else there is (input `pulumi-path`). */
  readonly path: string | null;
  /** The wanted range (input `pulumi-version`). */
  readonly version: string | null;
  /** The project's `requiredPulumiVersion`, which counts where the input says nothing. */
  readonly requiredVersion: string | null;
  /** Base URL of a mirror (input `pulumi-mirror`). */
  readonly mirror: string | null;
  readonly cacheDirectory: string;
  /** Where earlier runs keep the pinned release's archive. */
  readonly keeper?: ArchiveKeeper | null;
  /** The environment that Stagewright was given; PATH and proxies are read from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Other than the defaults only in tests. */
  readonly patience?: Omit<Connection, "environment" | "signal">;
  readonly signal?: AbortSignal;
};

/** The Pulumi that was found: its program (absolute), version, the folder of its programs, and where it came from. */
export type FoundPulumi = {
  readonly command: string;
  readonly version: string;
  readonly binDirectory: string;
  readonly origin: "path" | "PATH" | "cache" | "download";
};

const defaultPatience = { silenceMs: 30_000, retries: 2, pauseMs: 1000 };

/**
 * Finds Pulumi: the given path; else PATH, if it satisfies the wanted range; else the cache folder; else it installs the pinned release
 * there. Only the last uses the network. What cannot be had is a `Failure`.
 */
export async function findPulumi(order: PulumiOrder): Promise<FoundPulumi> {
  const range = wantedRange(order);
  return (await atPath(order, range)) ?? (await onPath(order, range)) ?? (await cachedOrInstalled(order, range));
}

function wantedRange({ version, requiredVersion }: PulumiOrder): VersionRange {
  if (version !== null) {
    return parseRange(version, setting("pulumi-version"));
  }
  return requiredVersion === null
    ? parseRange(defaultRange, "The range that Stagewright supports")
    : parseRange(requiredVersion, "The project's `requiredPulumiVersion`");
}

async function atPath(order: PulumiOrder, range: VersionRange): Promise<FoundPulumi | null> {
  if (order.path === null) {
    return null;
  }
  const command = resolve(order.path);
  const unusable = (how: string, cause?: unknown) =>
    new Failure({
      code: "bad-pulumi-path",
      message: `${setting("pulumi-path")} is ${command}: ${how}`,
      next: "Point it at the program `pulumi` itself, or leave it out.",
      cause,
    });
  if (!(await isProgram(command))) {
    throw unusable("there is no program that may be run.");
  }
  const version = await versionOf({ ...order, command }).catch((error: unknown) => {
    throw unusable(`it does not tell its version: ${error instanceof Error ? error.message : String(error)}`, error);
  });
  if (!range.includes(version)) {
    order.log.warning(`Pulumi ${version} at ${command} is used as told. ${range.source} is ${range.text}.`);
  }
  return { command, version, binDirectory: dirname(command), origin: "path" };
}

async function onPath(order: PulumiOrder, range: VersionRange): Promise<FoundPulumi | null> {
  for (const command of await programsOnPath("pulumi", order.environment)) {
    const version = await versionOf({ ...order, command }).catch((error: unknown) => {
      order.log.warning(
        `${command} does not tell its version: ${error instanceof Error ? error.message : String(error)}`,
      );
      return null;
    });
    if (version !== null && range.includes(version)) {
      return { command, version, binDirectory: dirname(command), origin: "PATH" };
    }
    if (version !== null) {
      order.log.info(`Pulumi ${version} at ${command} is passed over. ${range.source} is ${range.text}.`);
    }
  }
  return null;
}

/** The pinned version wherever the range allows it, so that all machines come to the same; else the newest that is in the cache. */
async function cachedOrInstalled(order: PulumiOrder, range: VersionRange): Promise<FoundPulumi> {
  const machine = machineOf(process.platform, process.arch);
  const pinned = range.includes(pinnedVersion);
  const versions = pinned ? [pinnedVersion] : await cachedVersions(order.cacheDirectory, machine);
  for (const version of versions.filter((candidate) => range.includes(candidate))) {
    const folder = engineFolder(order.cacheDirectory, version, machine);
    if (await holdsEngine(folder)) {
      return found(folder, version, "cache");
    }
  }
  if (!pinned) {
    throw new Failure({
      code: "no-pulumi-in-range",
      message: `${range.source} is ${range.text}. No such Pulumi is on PATH or in the cache, and this version of Stagewright installs ${pinnedVersion} only.`,
      next: `Widen the range, install a Pulumi that satisfies it ${here("beforehand")}, or use another release of Stagewright.`,
    });
  }
  return found(await install(order, machine), pinnedVersion, "download");
}

async function install(order: PulumiOrder, machine: Machine): Promise<string> {
  const { cacheDirectory, mirror, log, environment, signal } = order;
  const connection = { ...(order.patience ?? defaultPatience), environment, ...(signal && { signal }) };
  // Who finds one does not load what downloads one.
  const { installPulumi } = await import("./install-pulumi.ts");
  return installPulumi({ machine, cacheDirectory, mirror, keeper: order.keeper ?? null, log, connection });
}

function found(folder: string, version: string, origin: "cache" | "download"): FoundPulumi {
  return { command: join(binFolder(folder), "pulumi"), version, binDirectory: binFolder(folder), origin };
}
