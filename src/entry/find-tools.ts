import { ensureFallbackSdk } from "../engine/install/fallback-sdk.ts";
import { findPulumi } from "../engine/install/find-pulumi.ts";
import { ensureLauncher } from "../engine/install/launcher.ts";
import { defaultPatience } from "../engine/process.ts";
import { engineEnvironment } from "../engine/pulumi/environment.ts";
import { holdersOfTokens } from "../engine/pulumi/kept-back.ts";
import type { PulumiProject } from "../engine/pulumi/project.ts";
import type { PulumiTools } from "../engine/pulumi/tools.ts";
import { setting } from "../reader/reader.ts";
import type { Caching } from "./caching.ts";
import type { Inputs } from "./inputs.ts";
import { requireSupportedPlatform } from "./supported-platform.ts";
import type { Runner } from "./runner.ts";
import type { Given } from "./wire.ts";

/** What the engine is found by. */
export type ToolsGiven = Pick<Given, "environment" | "log" | "signal"> & {
  readonly inputs: Pick<
    Inputs,
    "pulumi-path" | "pulumi-version" | "pulumi-mirror" | "pass-env" | "data-types" | "inactivity-limit" | "token"
  >;
  readonly runner: Pick<Runner, "cacheDirectory" | "temporaryDirectory">;
};

/** The engine for this run, found or installed, with the environment that its processes get. */
export async function findTools(
  given: ToolsGiven,
  project: PulumiProject | null,
  caching: Caching | null = null,
): Promise<PulumiTools> {
  const { inputs, runner, environment, log, signal } = given;
  requireSupportedPlatform(process.platform);
  const { cacheDirectory } = runner;
  const [found, launcher] = await Promise.all([
    findPulumi({
      path: inputs["pulumi-path"],
      version: inputs["pulumi-version"],
      requiredVersion: project?.requiredPulumiVersion ?? null,
      mirror: inputs["pulumi-mirror"],
      cacheDirectory,
      keeper: caching?.archive ?? null,
      environment,
      log,
      signal,
    }),
    ensureLauncher({ cacheDirectory, node: process.execPath }),
  ]);
  log.info(`Pulumi ${found.version} (${found.origin === "download" ? "installed" : found.origin}): ${found.command}`);
  const base = { ...environment, ...caching?.environment };
  const holders = holdersOfTokens({ base, token: inputs.token }).filter((name) => !inputs["pass-env"].includes(name));
  if (holders.length > 0) {
    log.info(
      `Kept from the engine, because they hold a token: ${holders.join(", ")} (${setting("pass-env")} hands them on)`,
    );
  }
  return {
    command: found.command,
    version: found.version,
    environment: engineEnvironment({
      base,
      passEnv: inputs["pass-env"],
      token: inputs.token,
      path: [...(launcher === null ? [] : [launcher]), found.binDirectory],
    }),
    passEnv: inputs["pass-env"],
    dataTypes: inputs["data-types"],
    temporaryDirectory: runner.temporaryDirectory,
    patience: { ...defaultPatience, inactivityMs: inputs["inactivity-limit"] * 60_000 },
    ensureDynamicSdk: () => ensureFallbackSdk({ cacheDirectory, environment, log }),
  };
}
