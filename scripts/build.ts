import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import ncc from "@vercel/ncc";
import { transform } from "esbuild";

import { step } from "./progress.ts";
import { root } from "./root.ts";
import { runScript } from "./run-script.ts";
import { mustRunTool } from "./run-tool.ts";

/** What the runner and a terminal start: each loads only its own part of the bundle. */
const startFiles: Readonly<Record<string, string>> = {
  "main.js": start("main", ""),
  "post.js": start("post", ""),
  "step.js": start("step", ""),
  "watch.js": start("watch", ""),
  "cli.js": start("cli", "#!/usr/bin/env node\n"),
};

function start(part: string, firstLine: string): string {
  return `${firstLine}import { ${part} } from "./index.js";\n\nawait ${part}();\n`;
}

const licenses = "licenses.txt";

/**
 * Builds src/ into a folder as dist/ holds it: TypeScript to lib/, lib/entry/bundle.js with all that it imports to index.js and its parts,
 * the stand-in for undici, and the files that start them. The same sources and packages give the same bytes, wherever the repository lies.
 */
export async function buildDist(to: string): Promise<void> {
  await rm(join(root, "lib"), { recursive: true, force: true });
  await mustRunTool({
    command: process.execPath,
    args: ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
    cwd: root,
    missing: "Run `npm ci --ignore-scripts`.",
  });
  const files = {
    ...(await bundled("lib/entry/bundle.js", { undici: "./undici.js" })),
    "undici.js": await readFile(join(root, "lib/undici/undici.js"), "utf8"),
  };
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(to, name), name.endsWith(".js") ? await minified(text) : text);
  }
  for (const [name, text] of Object.entries(startFiles)) {
    await writeFile(join(to, name), text, { mode: name === "cli.js" ? 0o755 : 0o644 });
  }
}

/** A file with all that it imports as index.js and its parts, by file names. */
async function bundled(from: string, externals: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { code, assets } = await ncc(join(root, from), { cache: false, quiet: true, license: licenses, externals });
  const parts = Object.entries(assets).map(([part, { source }]) => [part, source.toString()] as const);
  return { ...Object.fromEntries(parts), "index.js": code };
}

/** Half the size, and a tenth off the time until the engine starts; ncc's own option does so for the first of its files only. */
async function minified(text: string): Promise<string> {
  const { code } = await transform(text, { minify: true, format: "esm", target: "node24", legalComments: "none" });
  return code;
}

if (import.meta.main) {
  await runScript(async () => {
    await step("building dist/", () => buildDist(join(root, "dist")));
    return 0;
  });
}
