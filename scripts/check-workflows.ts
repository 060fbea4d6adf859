import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { root } from "./root.ts";
import { runTool } from "./run-tool.ts";
import { ensureActionlint } from "./tools/actionlint.ts";
import { ensureZizmor } from "./tools/zizmor.ts";

/** Where workflows lie: our own, and the ones that users copy. */
const folders = [".github/workflows", "workflows-examples"];

/** Every workflow file of the repository, absolute. */
export async function workflowFiles(): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(root, folder)).catch(() => []);
      return names.filter((name) => /\.ya?ml$/u.test(name)).map((name) => join(root, folder, name));
    }),
  );
  return found.flat();
}

/** Checks all workflows and action.yml with actionlint and zizmor, both offline. Resolves to their complaints; empty when there are none. */
export async function checkWorkflows(): Promise<string> {
  const files = await workflowFiles();
  if (files.length === 0) {
    return `There is no workflow in ${folders.join(" or ")}.`;
  }
  const missing = "Run `npm test`, which installs it.";
  const environment = { NO_COLOR: "1" };
  const [actionlint, zizmor] = await Promise.all([ensureActionlint(), ensureZizmor()]);
  const lint = await runTool({
    command: actionlint,
    args: ["-shellcheck=", "-pyflakes=", ...files],
    cwd: root,
    environment,
    missing,
  });
  const audit = await runTool({
    command: zizmor,
    args: ["--offline", "--no-progress", "--quiet", ...files, join(root, "action.yml")],
    cwd: root,
    environment,
    missing,
  });
  return [lint, audit]
    .flatMap(({ code, output }) => (code === 0 ? [] : [output.trim() || `exit code ${code}`]))
    .join("\n\n");
}
