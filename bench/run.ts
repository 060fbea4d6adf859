import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ensureEngine, ensureSdk } from "../scripts/engine.ts";
import { step } from "../scripts/progress.ts";
import { root } from "../scripts/root.ts";
import { runScript } from "../scripts/run-script.ts";
import { distSize } from "./dist-size.ts";
import type { Figures } from "./figure.ts";
import { noopDeploy } from "./noop-deploy.ts";
import { report10k } from "./report-10k.ts";

await runScript(async () => {
  const engine = await ensureEngine();
  await ensureSdk();
  const figures: Figures = {
    ...(await step("dist/", distSize)),
    ...(await step("a report of 10,000 changes", report10k)),
    ...(await step("a deploy that changes nothing", () => noopDeploy(engine))),
  };
  await writeFile(join(root, "bench/results.json"), `${JSON.stringify(figures, null, 2)}\n`);
  const rows = Object.entries(figures);
  console.table(
    Object.fromEntries(
      rows.map(([name, { value, bar, unit }]) => [name, { value, bar: bar ?? "", unit, ok: within(value, bar) }]),
    ),
  );
  return rows.every(([, { value, bar }]) => within(value, bar)) ? 0 : 1;
});

function within(value: number, bar: number | null): boolean {
  return bar === null || value <= bar;
}
