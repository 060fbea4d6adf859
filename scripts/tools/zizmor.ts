import { join } from "node:path";

import { fillEnvironment } from "./python.ts";
import { toolInCache } from "./tool-folder.ts";

const version = "1.32.0";

/** Makes sure that zizmor is in the cache folder and resolves to its program (a binary, no Python). */
export function ensureZizmor(): Promise<string> {
  return toolInCache({
    name: "zizmor",
    version,
    program: join("bin", "zizmor"),
    fill: (folder) => fillEnvironment(folder, [`zizmor==${version}`]),
  });
}
