import { join } from "node:path";

import { mustRunTool } from "../run-tool.ts";

const missing =
  "Install Python 3.11 or newer with its venv module and put `python3` on PATH: tools for tests come from PyPI.";

/**
 * Makes a virtual environment in a folder and installs packages into it (pip's arguments). The folder may be renamed afterwards as long as
 * programs written in Python are started by its `bin/python -m`.
 */
export async function fillEnvironment(folder: string, packages: readonly string[]): Promise<void> {
  await mustRunTool({ command: "python3", args: ["-m", "venv", folder], missing });
  const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", ...packages];
  await mustRunTool({ command: join(folder, "bin", "python"), args, missing });
}
