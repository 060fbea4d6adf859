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

/** Go's builds take all cores, one after the other; what is fetched ready-made comes meanwhile. Resolves to the engine's folder. */
async function ensureAll(): Promise<string> {
  const built = async () => {
    const engine = await ensureEngine();
    await ensureActionlint();
    await ensureVersitygw();
    return engine;
  };
  const fetched = async () => {
    await ensureSdk();
    await ensureZizmor();
    await ensureMoto();
  };
  const [engine] = await Promise.all([built(), fetched()]);
  return engine;
}

type Check = { readonly name: string; readonly complaints: string };

async function runChecks(): Promise<readonly Check[]> {
  const done: Check[] = [];
  for (const [name, check] of Object.entries(checks)) {
    const complaints = await step(name, () => check().catch((error: unknown) => String(error)));
    done.push({ name, complaints });
  }
  return done;
}

/** `npm test`: everything that tests need, then the tests, with the checks beside the first of them. Resolves to 1 when anything failed. */
async function test(): Promise<number> {
  say(`the engine is in ${await ensureAll()}`);
  const [done, tests] = await Promise.all([runChecks(), runVitest()]);

  const wrong = done.filter(({ complaints }) => complaints !== "");
  for (const { name, complaints } of wrong) {
    console.log(`\n${name}:\n${complaints}`);
  }
  const passed = done.length - wrong.length + tests.passed;
  const failed = [...wrong.map(({ name }) => name), ...tests.failed];
  if (failed.length > 0) {
    console.log(`\nFailed:\n${failed.map((name) => `  ${name}`).join("\n")}`);
  }
  console.log(`\n${passed} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

await runScript(test);
