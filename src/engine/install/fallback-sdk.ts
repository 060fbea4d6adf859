import { execFile } from "node:child_process";
import { stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

import { Failure } from "../../failure.ts";
import type { Log } from "../../log.ts";
import { explainNoSpace } from "./no-space.ts";
import { pinnedSdkVersion } from "./pinned.ts";
import { placeFolder } from "./place-folder.ts";
import { sayProgress } from "./say-progress.ts";
import { here } from "../../reader/reader.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Type of the resources whose provider is code in the program's language, kept in the state. */
export const dynamicResourceType = "pulumi-nodejs:dynamic:Resource";

/** Where the Node SDK is kept beside the engine. */
export function fallbackSdkFolder(cacheDirectory: string): string {
  return join(cacheDirectory, "sdk", `nodejs-${pinnedSdkVersion}`);
}

/**
 * Makes sure that the Node SDK is kept beside the engine, installed by npm from the registry that npm is configured for. To be called
 * before a removal without the program's `node_modules` whose state holds resources of `dynamicResourceType`; otherwise it is not needed.
 * No npm, and npm's own failures, are a `Failure` each.
 */
export async function ensureFallbackSdk(order: {
  readonly cacheDirectory: string;
  readonly environment: Environment;
  readonly log: Log;
  /** The Node that runs this. npm often lies beside it though it is not on PATH (GitHub's runner has it so). */
  readonly node?: string;
}): Promise<void> {
  const target = fallbackSdkFolder(order.cacheDirectory);
  if (await holdsSdk(target)) {
    return;
  }
  order.log.info(
    `Installing @pulumi/pulumi ${pinnedSdkVersion}: the state holds dynamic resources and their program is gone`,
  );
  try {
    const environment = withNpm(order.environment, order.node ?? process.execPath);
    const what = () => `Still installing @pulumi/pulumi ${pinnedSdkVersion}`;
    await sayProgress({ log: order.log, what }, () =>
      placeFolder({ target, isComplete: holdsSdk, fill: (folder) => installSdk(folder, environment) }),
    );
  } catch (error) {
    throw explainNoSpace(error, order.cacheDirectory);
  }
}

async function holdsSdk(folder: string): Promise<boolean> {
  const entry = join(folder, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider", "index.js");
  return (await stat(entry).catch(() => null))?.isFile() === true;
}

async function installSdk(folder: string, environment: Record<string, string>): Promise<void> {
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  const args = [
    "install",
    `@pulumi/pulumi@${pinnedSdkVersion}`,
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--omit=peer",
  ];
  try {
    await promisify(execFile)("npm", args, { cwd: folder, env: environment, timeout: 10 * 60_000 });
  } catch (error) {
    throw missing(error)
      ? new Failure({
          code: "no-npm",
          message:
            "The state holds dynamic resources, whose provider needs Node's @pulumi/pulumi, and there is no npm to install it.",
          next: `${here("have Node with npm")}, or check the program out and install its packages ${here("before this")}.`,
          cause: error,
        })
      : new Failure({
          code: "sdk-not-installed",
          message: `@pulumi/pulumi ${pinnedSdkVersion}, which the dynamic resources in the state need, could not be installed: ${lastWords(error)}`,
          next: `See that npm's registry can be reached, or check the program out and install its packages ${here("before this")}.`,
          cause: error,
        });
  }
}

function withNpm(environment: Environment, node: string): Record<string, string> {
  const defined = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const path = [environment["PATH"] ?? "", dirname(node)].filter((folder) => folder !== "").join(delimiter);
  return { ...Object.fromEntries(defined), PATH: path };
}

function missing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === 127);
}

function lastWords(error: unknown): string {
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return stderr === "" ? String(error) : stderr.split("\n").slice(-5).join("\n");
}
