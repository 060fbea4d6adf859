import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ensureEngine, ensureSdk } from "../scripts/engine.ts";
import { step } from "../scripts/progress.ts";
import { root } from "../scripts/root.ts";
import { startVersitygw } from "../test/support/s3-servers.ts";
import { runScript } from "../scripts/run-script.ts";
import { distSize } from "./dist-size.ts";
import { type Figures, isWithin } from "./figure.ts";
import { impactBesideDeploy } from "./impact.ts";
import { largeDeploy } from "./large-deploy.ts";
import { locks } from "./locks.ts";
import { noopDeploy } from "./noop-deploy.ts";
import { report10k } from "./report-10k.ts";
import { s3Home } from "./s3-home.ts";
import { stages1000 } from "./stages-1000.ts";

await runScript(async () => {
  const engine = await ensureEngine();
  await ensureSdk();
  const figures: Figures = {
    ...(await step("dist/", distSize)),
    ...(await step("a report of 10,000 changes", report10k)),
    ...(await step("a deploy that changes nothing", () => noopDeploy(engine))),
    ...(await step("production's preview beside a deploy", impactBesideDeploy)),
    ...(await step("a deploy of 1,000 resources", () => largeDeploy({ resources: 1000, turns: 3 }))),
    ...(await inBuckets()),
  };
  await writeFile(join(root, "bench/results.json"), `${JSON.stringify(figures, null, 2)}\n`);
  const rows = Object.entries(figures);
  console.table(
    Object.fromEntries(
      rows.map(([name, figure]) => {
        const { value, bar, unit } = figure;
        return [name, { value, bar: bar ?? "", unit, ok: isWithin(figure) }];
      }),
    ),
  );
  return rows.every(([, figure]) => isWithin(figure)) ? 0 : 1;
});

/** What is measured against a real S3 server. */
async function inBuckets(): Promise<Figures> {
  const server = await startVersitygw();
  const folder = await mkdtemp(join(tmpdir(), "stagewright-bench-"));
  try {
    return {
      ...(await step("locks in a bucket", () => locks(server))),
      ...(await step("a thousand stages in a bucket", () => stages1000(server, folder))),
      ...(await step("200 resources with their state in a bucket", () => s3Home(server))),
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
