import { join } from "node:path";

import { goInstall } from "../go.ts";
import { toolInCache } from "./tool-folder.ts";

const version = "1.8.0";

/** Makes sure that the S3 server versitygw is in the cache folder and resolves to its program. */
export function ensureVersitygw(): Promise<string> {
  return toolInCache({
    name: "versitygw",
    version,
    program: join("bin", "versitygw"),
    fill: (folder) => goInstall(`github.com/versity/versitygw/cmd/versitygw@v${version}`, join(folder, "bin")),
  });
}
