import { spawn } from "node:child_process";

import { root } from "./root.ts";
import { runScript } from "./run-script.ts";
import { ensureMoto } from "./tools/moto.ts";
import { ensureVersitygw } from "./tools/versitygw.ts";

/** `npm run soak`: what `npm test` runs a seeded sample of, in full: 200 races for each lock store. Takes about an hour. */
await runScript(async () => {
  await ensureMoto();
  await ensureVersitygw();
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "unit",
    "--testTimeout",
    "3600000",
    "test/contract/lock",
  ];
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, STAGEWRIGHT_LOCK_RACES: "200" };
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: environment,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
});
