import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { createPulumiEngine } from "../src/engine/pulumi/pulumi.ts";
import { makeTestStage, type TestStage } from "../test/support/pulumi-stage.ts";
import { type Figures, median, round } from "./figure.ts";
import { type ProcessCost, watchCost } from "./process-cost.ts";

/** What one deploy took. */
type Cost = ProcessCost & { readonly seconds: number };

/**
 * A first deploy of many resources, with the engine as we run it and as a person does, in turns, each on a stage of its own: its time, and the
 * most memory that the engine's process had.
 */
export async function largeDeploy({
  resources,
  turns,
}: {
  readonly resources: number;
  readonly turns: number;
}): Promise<Figures> {
  await using stage = await makeTestStage({ program: "many" });
  await writeFile(join(stage.project, "plan.json"), JSON.stringify({ resources }));
  const raw = await rawDeploys(stage);
  const costs = { ours: [] as Cost[], raw: [] as Cost[] };
  for (let turn = 0; turn < turns; turn += 1) {
    costs.raw.push(await raw(`raw-${turn}`));
    costs.ours.push(await deploy(stage, `ours-${turn}`));
  }
  const of = (whose: "ours" | "raw", what: keyof Cost) => median(costs[whose].map((cost) => cost[what]));
  const compared = (what: keyof Cost, unit: string) =>
    `${round(of("ours", what))} ${unit} against ${round(of("raw", what))} ${unit} of raw \`pulumi up -f\``;
  const made = `${resources} resources made; medians of ${turns} turns`;
  return {
    "large-vs-raw-time": {
      value: round(of("ours", "seconds") / of("raw", "seconds")),
      bar: 1,
      unit: "x",
      how: `${compared("seconds", "s")} (the engine's processor time: ${compared("cpuSeconds", "s")}); ${made}`,
    },
    "large-vs-raw-memory": {
      value: round(of("ours", "megabytes") / of("raw", "megabytes")),
      bar: 1.2,
      unit: "x",
      how: `the most memory that the engine had, ${compared("megabytes", "MB")}; ${made}`,
    },
  };
}

async function deploy(stage: TestStage, name: string): Promise<Cost> {
  let cost = () => ({ megabytes: 0, cpuSeconds: 0 });
  const begun = performance.now();
  const result = await createPulumiEngine(stage.tools).deploy(
    stage.order({
      key: { ...stage.key, stage: name },
      started: ({ pid }) => {
        cost = watchCost(pid);
      },
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const watched = cost();
  if (result.outcome !== "succeeded") {
    throw new Error(`The deploy failed: ${JSON.stringify(result.changeSet.diagnostics)}`);
  }
  return { ...watched, seconds };
}

/** The same as a person would deploy it, into a folder, with nothing of ours in the environment. */
async function rawDeploys(stage: TestStage): Promise<(name: string) => Promise<Cost>> {
  const states = join(stage.folder, "raw");
  await mkdir(states);
  const { PATH = "", PULUMI_HOME = "" } = stage.tools.environment;
  const environment = {
    PATH,
    HOME: stage.folder,
    PULUMI_HOME,
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_BACKEND_URL: `file://${states}`,
  };
  const pulumi = (args: readonly string[]): Promise<Cost> =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const child = spawn(stage.tools.command, [...args, "--non-interactive"], {
        cwd: stage.project,
        env: environment,
        stdio: "ignore",
      });
      const cost = child.pid === undefined ? null : watchCost(child.pid);
      child.once("error", reject);
      child.once("close", (code) => {
        const watched = cost?.() ?? { megabytes: 0, cpuSeconds: 0 };
        if (code === 0) {
          resolve({ ...watched, seconds: (performance.now() - begun) / 1000 });
        } else {
          reject(new Error(`pulumi ${args.join(" ")} ended with ${code}`));
        }
      });
    });
  return async (name) => {
    await pulumi(["stack", "init", name]);
    return pulumi(["up", "--yes", "--skip-preview", "--stack", name]);
  };
}
