import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { createLocalHome } from "../../src/home/local.ts";
import { testToolkit } from "./toolkit.ts";

testToolkit("a folder", async (world) => ({
  address: `local:${world.home}`,
  environment: {},
  home: createLocalHome({ directory: world.home }),
  damage: (text) => writeFile(join(world.home, ".pulumi/stacks/probe/pr-12.json"), text),
  stop: async () => undefined,
}));
