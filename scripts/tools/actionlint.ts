import { join } from "node:path";

import { goInstall } from "../go.ts";
import { toolInCache } from "./tool-folder.ts";

const version = "1.7.12";

/** Makes sure that actionlint is in the cache folder and resolves to its program. */
export function ensureActionlint(): Promise<string> {
  return toolInCache({
    name: "actionlint",
    version,
    program: join("bin", "actionlint"),
    fill: (folder) => goInstall(`github.com/rhysd/actionlint/cmd/actionlint@v${version}`, join(folder, "bin")),
  });
}
