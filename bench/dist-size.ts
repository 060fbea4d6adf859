import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../scripts/root.ts";
import { type Figures, round } from "./figure.ts";

/** What a runner downloads and loads: everything in dist/. */
export async function distSize(): Promise<Figures> {
  const dist = join(root, "dist");
  const names = await readdir(dist, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(dist, name))).size));
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1_000_000;
  return { "dist-size": { value: round(megabytes), bar: 5, unit: "MB", how: "all files in dist/, added up" } };
}
