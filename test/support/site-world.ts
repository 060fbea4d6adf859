import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type ActionWorld, makeActionWorld } from "./action-world.ts";
import { type PageServer, startPageServer } from "./page-server.ts";

export type { RunOrder, RunResult } from "./action-world.ts";

/** The passphrase that the sample's configuration is encrypted with, and the secret in it. */
export const sitePassphrase = "demo-passphrase";
export const siteSecret = "correct-horse-battery";

/** The sample app in a repository of its own, with a web server for its pages. */
export type SiteWorld = ActionWorld & {
  readonly pages: PageServer;
  /** Writes one of the site's pages. */
  readonly writePage: (name: string, html: string) => Promise<void>;
};

/** Makes the world in a temporary folder. `engine` is the folder of the engine's programs, which is put on PATH. */
export async function makeSiteWorld(given: { readonly engine: string; readonly cache: string }): Promise<SiteWorld> {
  const root = (folder: string) => join(folder, "www");
  let address = "";
  const world = await makeActionWorld({
    ...given,
    app: "site",
    fixture: "test/fixtures/site",
    passphrase: sitePassphrase,
    environment: (folder) => ({ SITE_ROOT: root(folder), SITE_ADDRESS: address }),
  });
  await mkdir(root(world.folder));
  const pages = await startPageServer(root(world.folder));
  address = pages.address;
  return {
    ...world,
    pages,
    writePage: (name, html) => writeFile(join(world.workspace, "pages", name), html),
    [Symbol.asyncDispose]: async () => {
      await pages.stop();
      await world[Symbol.asyncDispose]();
    },
  };
}
