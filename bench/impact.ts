import { pullRequestEvent } from "../test/support/github/events.ts";
import { openPullRequest } from "../test/support/github/people.ts";
import { makeProbeWorld } from "../test/support/probe-world.ts";
import { runMain, type StepOrder } from "../test/support/run-action.ts";
import { type Figures, median, round } from "./figure.ts";

const turns = 5;

/** A pull request's deploy with the preview of production beside it, against the longer of the two alone. */
export async function impactBesideDeploy(): Promise<Figures> {
  await using world = await makeProbeWorld();
  await world.program({
    things: Array.from({ length: 20 }, (_, index) => ({ name: `thing-${index}`, content: "x" })),
  });
  const { main } = await world.runPush("main");
  if (main.code !== 0) {
    throw new Error(`Production could not be deployed:\n${main.log}`);
  }
  const pullRequest = openPullRequest(world.github.state, { branch: "feature", number: 12 });
  const payload = pullRequestEvent(world.github.state, { action: "synchronize", pullRequest });
  const order = (inputs: Readonly<Record<string, string>>) =>
    world.stepOrder({ event: { name: "pull_request", payload }, inputs: { cache: "false", ...inputs } });
  const production = world.stepOrder({
    event: { name: "schedule", payload: { schedule: "0 3 * * *", repository: payloadRepository(payload) } },
    inputs: { cache: "false", command: "diff", stage: "main" },
  });
  const steps = { deploy: order({}), preview: production, both: order({ impact: "true" }) };
  await timed(steps.deploy);
  const seconds = { deploy: [] as number[], preview: [] as number[], both: [] as number[] };
  for (let turn = 0; turn < turns; turn += 1) {
    for (const what of ["deploy", "preview", "both"] as const) {
      seconds[what].push(await timed(steps[what]));
    }
  }
  const [deploy, preview, both] = [median(seconds.deploy), median(seconds.preview), median(seconds.both)];
  return {
    "impact-beside-deploy": {
      value: round(both / Math.max(deploy, preview)),
      bar: 1.3,
      unit: "x",
      how: `a deploy that changes nothing with the preview of production beside it, ${round(both)} s, against the longer of the two alone (${round(deploy)} s, ${round(preview)} s); medians of ${turns} turns`,
    },
  };
}

function payloadRepository(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null && "repository" in payload ? payload.repository : null;
}

async function timed(step: StepOrder): Promise<number> {
  const begun = performance.now();
  const { code, log } = await runMain(step);
  if (code !== 0) {
    throw new Error(`The action failed:\n${log}`);
  }
  return (performance.now() - begun) / 1000;
}
