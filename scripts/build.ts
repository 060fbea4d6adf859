import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { step } from "./progress.ts";
import { root } from "./root.ts";
import { runScript } from "./run-script.ts";
import { mustRunTool } from "./run-tool.ts";

/** What the runner and a terminal start: each loads only its own part of the bundle. */
const startFiles: Readonly<Record<string, string>> = {
  "main.js": start("main", ""),
  "post.js": start("post", ""),
  "cli.js": start("cli", "#!/usr/bin/env node\n"),
};

function start(part: string, firstLine: string): string {
  return `${firstLine}import { ${part} } from "./index.js";\n\nawait ${part}();\n`;
}

/**
 * Builds src/ into a folder as dist/ holds it: TypeScript to lib/, lib/entry/bundle.js with all that it imports to index.js and its parts,
 * and the files that start them. The same sources and packages give the same bytes, wherever the repository lies.
 */
export async function buildDist(to: string): Promise<void> {
  const missing = "Run `npm ci --ignore-scripts`.";
  const node = process.execPath;
  await rm(join(root, "lib"), { recursive: true, force: true });
  await mustRunTool({
    command: node,
    args: ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
    cwd: root,
    missing,
  });
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const ncc = [
    "node_modules/@vercel/ncc/dist/ncc/cli.js",
    "build",
    "lib/entry/bundle.js",
    "--no-cache",
    "--license",
    "licenses.txt",
  ];
  await mustRunTool({ command: node, args: [...ncc, "--out", resolve(to)], cwd: root, missing });
  for (const [name, text] of Object.entries(startFiles)) {
    await writeFile(join(to, name), text, { mode: name === "cli.js" ? 0o755 : 0o644 });
  }
}

if (import.meta.main) {
  await runScript(async () => {
    await step("building dist/", () => buildDist(join(root, "dist")));
    return 0;
  });
}
