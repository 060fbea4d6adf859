import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type ActionWorld, makeActionWorld, type RunOrder, type RunResult } from "./action-world.ts";
import { compiledBefore, engineBin, testCache } from "./engine.ts";
import { deleteEvent, dispatchEvent, pushEvent } from "./github/events.ts";
import { push } from "./github/people.ts";

/** What the fixture program `probe` does (see its index.js). */
export type Probe = {
  readonly things?: readonly {
    readonly name: string;
    readonly content?: string;
    readonly secret?: string;
    /** The provider's error. */
    readonly fail?: string;
    readonly seconds?: number;
    /** So long its deletion takes, which leaves a file `.ending` when it begins. */
    readonly deleteSeconds?: number;
    readonly protect?: boolean;
  }[];
  /** Each thing waits for the one before it. */
  readonly inTurn?: boolean;
  /** Names of things whose property `derived`, which holds their secret and is marked as none, is an output. */
  readonly derived?: readonly string[];
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Keys of the configuration that are outputs. */
  readonly configured?: readonly string[];
  readonly secrets?: readonly string[];
  /** Secret keys that the program prints and returns as if they were none. */
  readonly leak?: readonly string[];
  readonly print?: readonly string[];
  readonly throws?: string;
  /** The stage in which alone it throws. */
  readonly throwsIn?: string;
  readonly environmentTo?: string;
};

export const probePassphrase = "probe passphrase";

/** The fixture program `probe` in a world of its own. */
export type ProbeWorld = ActionWorld & {
  /** Checks the program out (into a folder of the workspace) and says what it is to do. */
  readonly program: (probe: Probe) => Promise<void>;
  /** Pushes to a branch and runs the action for it. */
  readonly runPush: (branch: string, order?: Partial<RunOrder>) => Promise<RunResult>;
  readonly runDelete: (branch: string, order?: Partial<RunOrder>) => Promise<RunResult>;
  /** Somebody starts the workflow by hand, with the form filled in. */
  readonly runByHand: (
    form: Readonly<Record<string, string>>,
    order?: Partial<RunOrder> & { readonly branch?: string },
  ) => Promise<RunResult>;
  /** The real file of a thing: what is there now. */
  readonly thing: (stage: string, name: string) => Promise<string | null>;
  readonly thingPath: (stage: string, name: string) => string;
};

export async function makeProbeWorld(given: { readonly owner?: string } = {}): Promise<ProbeWorld> {
  const world = await makeActionWorld({
    ...given,
    engine: engineBin(),
    cache: testCache(),
    app: "probe",
    fixture: "test/fixtures/probe",
    passphrase: probePassphrase,
    environment: (folder) => ({ PROBE_ROOT: join(folder, "things"), ...compiledBefore() }),
  });
  const { state } = world.github;
  const { repository } = state;
  const thingPath = (stage: string, name: string) =>
    join(world.folder, "things", stage, encodeURIComponent(name).replaceAll("%", "_"));
  return {
    ...world,
    thingPath,
    program: async (probe) => {
      const there = await stat(join(world.workspace, "Pulumi.yaml")).catch(() => null);
      if (there === null) {
        await world.checkOut();
      }
      await writeFile(join(world.workspace, "probe.json"), JSON.stringify(probe));
    },
    runPush: (branch, order) => {
      const payload = pushEvent({ ref: `refs/heads/${branch}`, after: push(state, branch), repository });
      return world.run({ event: { name: "push", payload }, ...order });
    },
    runDelete: (branch, order) =>
      world.run({ event: { name: "delete", payload: deleteEvent({ ref: branch, repository }) }, ...order }),
    runByHand: (inputs, { branch = "main", ...order } = {}) => {
      const payload = dispatchEvent({ inputs, ref: `refs/heads/${branch}`, repository });
      return world.run({ event: { name: "workflow_dispatch", payload }, ...order });
    },
    thing: (stage, name) => readFile(thingPath(stage, name), "utf8").catch(() => null),
  };
}

/** The environment of a person's terminal, in which the command line finds the engine and the program its things. */
export function terminalOf(world: ActionWorld): Readonly<Record<string, string>> {
  return {
    PATH: `${engineBin()}:${process.env["PATH"]}`,
    HOME: world.folder,
    STAGEWRIGHT_CACHE: testCache(),
    PULUMI_HOME: `${world.folder}/pulumi-home`,
    PULUMI_CONFIG_PASSPHRASE: probePassphrase,
    ...compiledBefore(),
    PROBE_ROOT: `${world.folder}/things`,
  };
}
