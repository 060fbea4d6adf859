import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { binFolder, engineFolder } from "../src/engine/install/cache-layout.ts";
import { ensureFallbackSdk } from "../src/engine/install/fallback-sdk.ts";
import { machineOf } from "../src/engine/install/machine.ts";
import { isProgram } from "../src/engine/install/on-path.ts";
import { pinnedVersion } from "../src/engine/install/pinned.ts";
import { placeFolder } from "../src/engine/install/place-folder.ts";
import { cacheDirectory } from "../src/entry/runner.ts";
import { goBuild } from "./go.ts";
import { runScript } from "./run-script.ts";
import { say, step } from "./progress.ts";
import { root } from "./root.ts";

const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-language-yaml", "pulumi-resource-pulumi-nodejs"];

/** As in Pulumi's own releases: the program's own SDK serves its dynamic providers. */
const launcher = `#!/bin/sh
exec node "$(node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider')")" "$@"
`;

/**
 * Makes sure that the cache folder holds the real engine and resolves to the folder of its programs. Where it does not, CLI and
 * language hosts are built from the Go module proxy, at the versions in scripts/engine/, into the place where an official release would be
 * installed; about 4 minutes the first time. A missing Go is a `Failure`.
 */
export async function ensureEngine(): Promise<string> {
  const target = engineFolder(cacheDirectory(process.env), pinnedVersion, machineOf(process.platform, process.arch));
  if (!(await holdsAll(target))) {
    say(`building Pulumi ${pinnedVersion} from source into ${target} (about 4 minutes the first time)`);
    await placeFolder({ target, isComplete: holdsAll, fill: buildEngine });
  }
  return binFolder(target);
}

/** Makes sure that the Node SDK for removals without a program is kept beside the engine. */
export function ensureSdk(): Promise<void> {
  const log = { info: say, warning: say, error: say, debug: () => undefined };
  return ensureFallbackSdk({ cacheDirectory: cacheDirectory(process.env), environment: process.env, log });
}

async function buildEngine(folder: string): Promise<void> {
  const bin = binFolder(folder);
  await mkdir(bin);
  await step("Pulumi's CLI", () =>
    goBuild({
      module: join(root, "scripts", "engine", "cli"),
      program: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      to: join(bin, "pulumi"),
      linkerFlags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinnedVersion}`,
    }),
  );
  // In the CLI's own module, so that what both are made of is compiled once.
  await step("Pulumi's YAML language host", () =>
    goBuild({
      module: join(root, "scripts", "engine", "cli"),
      program: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
      to: join(bin, "pulumi-language-yaml"),
      linkerFlags: "-s -w",
    }),
  );
  await step("Pulumi's Node language host", () =>
    goBuild({
      module: join(root, "scripts", "engine", "language-host"),
      program: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
      to: join(bin, "pulumi-language-nodejs"),
      linkerFlags: "-s -w",
    }),
  );
  await writeFile(join(bin, "pulumi-resource-pulumi-nodejs"), launcher);
  await chmod(join(bin, "pulumi-resource-pulumi-nodejs"), 0o755);
}

async function holdsAll(folder: string): Promise<boolean> {
  const found = await Promise.all(programs.map((program) => isProgram(join(binFolder(folder), program))));
  return found.every(Boolean);
}

if (import.meta.main) {
  await runScript(async () => {
    const bin = await ensureEngine();
    await ensureSdk();
    say(`the engine is in ${bin}`);
    return 0;
  });
}
