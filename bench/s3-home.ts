import { push } from "../test/support/github/people.ts";
import { makeProbeWorld, type ProbeWorld } from "../test/support/probe-world.ts";
import { startFaultProxy } from "../test/support/s3-fault-proxy.ts";
import { type S3Server, s3Environment } from "../test/support/s3-servers.ts";
import { type Figures, median, round } from "./figure.ts";

const turns = 3;
const resources = 200;
const roundTripMs = 20;

/** A first deploy of many small resources with the state here, and with it 20 ms away: in our home, and in Pulumi's own backend. */
export async function s3Home(server: S3Server): Promise<Figures> {
  await server.createBucket("bench-states");
  await using far = disposable(await startFaultProxy({ endpoint: server.endpoint, delayMs: roundTripMs }));
  await using world = await makeProbeWorld();
  await world.program({
    things: Array.from({ length: resources }, (_, index) => ({ name: `thing-${index}`, content: "x" })),
  });
  const places = {
    local: { inputs: {}, environment: {} },
    s3: {
      inputs: { home: `s3://bench-states/home?endpoint=${far.endpoint}&region=us-east-1` },
      environment: s3Environment,
    },
    pulumi: {
      inputs: { home: "backend" },
      environment: {
        ...s3Environment,
        PULUMI_BACKEND_URL: `s3://bench-states/pulumi?endpoint=${far.endpoint}&use_path_style=true&region=us-east-1`,
      },
    },
  };
  const seconds = { local: [] as number[], s3: [] as number[], pulumi: [] as number[] };
  for (let turn = 0; turn < turns; turn += 1) {
    // Pulumi's own backend takes a minute, and has no bar: once will do.
    for (const place of ["local", "s3", ...(turn === 0 ? (["pulumi"] as const) : [])] as const) {
      seconds[place].push(await deploy(world, { branch: `${place}-${turn}`, ...places[place] }));
    }
  }
  const [local, s3, pulumi] = [median(seconds.local), median(seconds.s3), median(seconds.pulumi)];
  const against = `against ${round(local)} s with the state in a local folder; ${resources} resources made`;
  return {
    "s3-home-vs-local": {
      value: round(s3 / local),
      bar: 1.15,
      unit: "x",
      how: `${round(s3)} s with home s3:// ${roundTripMs} ms away ${against}, medians of ${turns} turns`,
    },
    "pulumi-s3-vs-local": {
      value: round(pulumi / local),
      bar: null,
      unit: "x",
      how: `${round(pulumi)} s with Pulumi's own s3:// backend ${roundTripMs} ms away ${against}`,
    },
  };
}

async function deploy(
  world: ProbeWorld,
  order: {
    readonly branch: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<number> {
  push(world.github.state, order.branch);
  const begun = performance.now();
  const { main } = await world.runPush(order.branch, order);
  const seconds = (performance.now() - begun) / 1000;
  if (main.code !== 0 || main.outputs["created"] !== String(resources)) {
    throw new Error(`The deploy failed:\n${main.log}`);
  }
  return seconds;
}

function disposable<Running extends { readonly stop: () => Promise<void> }>(
  running: Running,
): Running & AsyncDisposable {
  return { ...running, [Symbol.asyncDispose]: running.stop };
}
