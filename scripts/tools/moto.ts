import { join } from "node:path";

import { root } from "../root.ts";
import { fillEnvironment } from "./python.ts";
import { toolInCache } from "./tool-folder.ts";

const version = "5.2.1";

/** What the Python of `ensureMoto` runs, with a host and a port: moto, but with one write at a time. */
export const motoServer = join(root, "scripts", "tools", "moto-server.py");

/** Makes sure that moto, a server with S3's interface, is in the cache folder and resolves to the Python that runs it. */
export function ensureMoto(): Promise<string> {
  return toolInCache({
    name: "moto",
    version,
    program: join("bin", "python"),
    // Every version is named there, those of its own requirements too.
    fill: (folder) =>
      fillEnvironment(folder, ["--requirement", join(root, "scripts", "tools", "moto-requirements.txt")]),
  });
}
