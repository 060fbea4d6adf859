import { createHash } from "node:crypto";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { fallbackSdkFolder } from "./fallback-sdk.ts";
import { isProgram } from "./on-path.ts";
import { placeFolder } from "./place-folder.ts";

const name = "pulumi-resource-pulumi-nodejs";

/**
 * Makes sure that the cache folder holds a launcher of dynamic providers and resolves to the folder to put first on PATH. Pulumi's own
 * launcher needs `@pulumi/pulumi` in the program's folder; this one falls back to the SDK of `ensureFallbackSdk`, so that a stage can be
 * removed where the program is gone. null on Windows, where Pulumi's own is used.
 */
export async function ensureLauncher(order: {
  readonly cacheDirectory: string;
  /** The Node that runs the provider where none is on PATH. */
  readonly node: string;
}): Promise<string | null> {
  if (process.platform === "win32") {
    return null;
  }
  const texts = [script(fallbackSdkFolder(order.cacheDirectory)), order.node];
  const hash = createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 12);
  const target = join(order.cacheDirectory, "launcher", hash);
  const isComplete = (folder: string) => isProgram(join(folder, name));
  if (!(await isComplete(target))) {
    await placeFolder({
      target,
      isComplete,
      fill: async (folder) => {
        await writeFile(join(folder, "dynamic-provider.cjs"), script(fallbackSdkFolder(order.cacheDirectory)));
        await writeFile(join(folder, name), starter(join(target, "dynamic-provider.cjs"), order.node));
        await chmod(join(folder, name), 0o755);
      },
    });
  }
  return target;
}

/** The program's own Node goes first: its SDK was installed for that. */
function starter(scriptPath: string, node: string): string {
  return `#!/bin/sh
if command -v node >/dev/null 2>&1; then
  exec node ${quoted(scriptPath)} "$@"
fi
exec ${quoted(node)} ${quoted(scriptPath)} "$@"
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The engine starts it in the program's folder. */
function script(sdkFolder: string): string {
  return `"use strict";
const { createRequire } = require("node:module");
const { join } = require("node:path");
const entry = "@pulumi/pulumi/cmd/dynamic-provider";
for (const folder of [process.cwd(), ${JSON.stringify(sdkFolder)}]) {
  const requireFrom = createRequire(join(folder, "program.js"));
  let found = null;
  try {
    found = requireFrom.resolve(entry);
  } catch {}
  if (found !== null) {
    process.argv[1] = found;
    requireFrom(found);
    return;
  }
}
process.stderr.write("@pulumi/pulumi is neither in the program's folder nor beside the engine.\\n");
process.exit(1);
`;
}
