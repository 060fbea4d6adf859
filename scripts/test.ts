import { checkDist } from "./check-dist.ts";
import { checkWorkflows } from "./check-workflows.ts";
import { ensureEngine, ensureSdk } from "./engine.ts";
import { say, step } from "./progress.ts";
import { runScript } from "./run-script.ts";
import { runNode } from "./run-node.ts";
import { ensureActionlint } from "./tools/actionlint.ts";
import { ensureMoto } from "./tools/moto.ts";
import { ensureVersitygw } from "./tools/versitygw.ts";
import { ensureZizmor } from "./tools/zizmor.ts";
import { runVitest } from "./vitest-run.ts";

/** Each counts as one check: resolves to what is wrong, empty when nothing is. */
const checks: Readonly<Record<string, () => Promise<string>>> = {
  format: () => complaintsOf(["node_modules/oxfmt/bin/oxfmt", "--check"]),
  lint: () => complaintsOf(["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"]),
  types: () => complaintsOf(["node_modules/typescript/bin/tsc", "--noEmit"]),
  "dist/ is what src/ builds": async () => (await checkDist()).join("\n"),
  workflows: checkWorkflows,
};

async function complaintsOf(args: readonly string[]): Promise<string> {
  const { code, output } = await runNode(args);
  return code === 0 ? "" : output.trim() || `exit code ${code}`;
}

/** `npm test`: everything that tests need, then the checks, then the tests. Resolves to 1 when anything failed. */
async function test(): Promise<number> {
  const engine = await ensureEngine();
  await ensureSdk();
  await ensureActionlint();
  await ensureZizmor();
  await ensureMoto();
  await ensureVersitygw();
  say(`the engine is in ${engine}`);

  let passed = 0;
  const failed: string[] = [];
  for (const [name, check] of Object.entries(checks)) {
    const complaints = await step(name, () => check().catch((error: unknown) => String(error)));
    if (complaints === "") {
      passed += 1;
    } else {
      failed.push(name);
      console.log(complaints);
    }
  }

  const tests = await runVitest();
  passed += tests.passed;
  failed.push(...tests.failed);

  if (failed.length > 0) {
    console.log(`\nFailed:\n${failed.map((name) => `  ${name}`).join("\n")}`);
  }
  console.log(`\n${passed} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

await runScript(test);
