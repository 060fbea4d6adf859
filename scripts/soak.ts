import { spawn } from "node:child_process";

import { isWithin } from "../bench/figure.ts";
import { largeDeploy } from "../bench/large-deploy.ts";
import { ensureEngine, ensureSdk } from "./engine.ts";
import { say, step } from "./progress.ts";
import { root } from "./root.ts";
import { runScript } from "./run-script.ts";
import { ensureMoto } from "./tools/moto.ts";
import { ensureVersitygw } from "./tools/versitygw.ts";

/**
 * `npm run soak`: what `npm test` runs a seeded sample of, in full: 60 deploys that are interrupted, and 200 races for each lock store; and a
 * deploy of 5,000 resources beside plain Pulumi's, which `npm run bench` measures at 1,000. Takes two hours. `STAGEWRIGHT_SEED` repeats the interruptions of another run.
 */
await runScript(async () => {
  await ensureEngine();
  await ensureSdk();
  await ensureMoto();
  await ensureVersitygw();
  const seed = process.env["STAGEWRIGHT_SEED"] ?? String(Date.now() % 1_000_000);
  say(`STAGEWRIGHT_SEED=${seed} repeats these interruptions`);
  const interrupted = await step("60 interrupted deploys", () =>
    vitest(["--project", "e2e", "test/e2e/action/interruption-soak"], {
      STAGEWRIGHT_INTERRUPTIONS: "20",
      STAGEWRIGHT_SEED: seed,
    }),
  );
  const raced = await step("200 races for each lock store", () =>
    vitest(["--project", "locks", "--testTimeout", "3600000", "test/contract/lock"], { STAGEWRIGHT_LOCK_RACES: "200" }),
  );
  const large = await step("a deploy of 5,000 resources", () => largeDeploy({ resources: 5000, turns: 1 }));
  for (const [name, { value, bar, how }] of Object.entries(large)) {
    say(`${name}: ${value}, at most ${bar}: ${how}`);
  }
  return Object.values(large).every(isWithin) ? Math.max(interrupted, raced) : 1;
});

function vitest(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...args], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
