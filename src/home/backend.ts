import type { StageKey } from "../engine/engine.ts";
import type { Checkpoint } from "../engine/pulumi/checkpoint.ts";
import { type BackendAddress, keepsTags } from "./backend-address.ts";
import { createBackendStacks, type RunPulumi } from "./backend-stacks.ts";
import { checkKey } from "./key.ts";
import { refuseWhileResourcesRemain } from "./checkpoint-text.ts";
import { fromExport } from "./exported.ts";
import type { EngineHome, Home } from "./home.ts";
import { createTagRecords } from "./tag-records.ts";

/**
 * The project's own Pulumi backend as it is: its states, locks and history are the engine's business. Records are kept in stack tags, where
 * the backend has them. What is asked of it is asked by `pulumi`, a process each, in folders outside of the user's tree.
 */
export function createBackendHome(given: {
  readonly backend: BackendAddress;
  /** Version of the engine that `pulumi` runs. */
  readonly engineVersion: string;
  readonly pulumi: RunPulumi;
  /** Where the run's own folders are made, outside the user's tree. */
  readonly temporaryDirectory: string;
}): Home & EngineHome {
  const { backend } = given;
  const engineEnvironment = {
    ...(backend.url === null ? {} : { PULUMI_BACKEND_URL: backend.url }),
    // A stage whose configuration names no key keeps the key of its state; without this each run would make a new one.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
  const stacks = createBackendStacks({ ...given, environment: engineEnvironment, where: backend.where });
  const records = keepsTags(backend.kind, given.engineVersion) ? createTagRecords(stacks) : null;

  const checkpoint = async (key: StageKey): Promise<Checkpoint | null> => {
    const text = await stacks.exported(key);
    return text === null ? null : fromExport(text, key, `what \`pulumi stack export\` wrote of ${backend.where}`);
  };
  const engineHome: EngineHome = {
    kind: "backend",
    engineEnvironment,
    records,
    checkpoint,
    others: null,
    replaceCheckpoint: null,
    prepare: async (key) => checkKey(key),
    createMissing: async (key, configFile) => {
      await stacks.make(key, configFile);
      await records?.stackMade(key);
    },
    discard: async (key) => {
      if (await stacks.remove(key)) {
        return;
      }
      const state = await checkpoint(key);
      if (state !== null) {
        refuseWhileResourcesRemain(state, key);
      }
    },
  };
  return {
    ...engineHome,
    where: backend.where,
    records,
    locks: null,
    history: null,
    rows: null,
    oldStack: null,
    settled: null,
    digests: null,
    text: stacks.exported,
    checkpoint,
    open: async () => ({
      ...engineHome,
      // State and history are the engine's own business there.
      lost: new AbortController().signal,
      text: stacks.exported,
      replaceText: null,
      commit: async () => undefined,
      addToHistory: async () => undefined,
      unstored: async () => null,
      [Symbol.asyncDispose]: async () => undefined,
    }),
    resume: async () => null,
  };
}
