import type { EngineHome } from "../home/home.ts";
import type { Log } from "../log.ts";
import type { SecretKeeper } from "../mask.ts";
import type { ChangeSet } from "./change.ts";
import type { RunOptions } from "./run-options.ts";

/** One stage of one app. */
export type StageKey = { readonly app: string; readonly stage: string };

/** What an engine is asked to do. `directory` is the project's folder, absolute; null when there is no checkout (removal only). */
export type EngineOrder = {
  readonly key: StageKey;
  readonly directory: string | null;
  /** The folder (absolute) where the project would be, from which relative paths in the environment count. Default: `directory`. */
  readonly pathsFrom?: string | undefined;
  readonly home: EngineHome;
  /** Name of the stage whose configuration a stage without its own takes; null for none. */
  readonly configFrom: string | null;
  /** Default: none. */
  readonly options?: RunOptions;
  readonly log: Log;
  readonly secrets: SecretKeeper;
  /** Aborted when the run is cancelled: the engine gets exactly one signal. */
  readonly signal: AbortSignal;
  /** Aborted, after `signal`, when a person would rather lose what is under way than wait: the engine gets its second signal. */
  readonly hurry?: AbortSignal | undefined;
  /** Told once, as soon as the engine's process runs, so that a later step can make sure that it is gone. */
  readonly started: (process: EngineProcess) => void;
};

/** What a refresh is asked for besides. */
export type RefreshOrder = EngineOrder & {
  /** Only look: nothing is changed. */
  readonly look: boolean;
  /** Ids of what pending creations made, by URN, to be taken into the state. */
  readonly adopt: ReadonlyMap<string, string>;
};

/**
 * A running engine process; `startedAt` (milliseconds since the epoch) tells it from a later process with the same id. It and all that it
 * starts, providers in process groups of their own too, carry `STAGEWRIGHT_RUN_MARK=<mark>` in their environment. `folder` is the run's own,
 * which goes with it: what the engine writes there can hold secrets.
 */
export type EngineProcess = {
  readonly pid: number;
  readonly startedAt: number;
  readonly mark: string;
  readonly folder: string;
};

/** An operation that was under way when an engine died; the resource may or may not exist. */
export type PendingOperation = { readonly urn: string; readonly type: string };

export type EngineResult = {
  readonly outcome: "succeeded" | "failed" | "cancelled";
  readonly changeSet: ChangeSet;
  readonly pending: readonly PendingOperation[];
  /** What to do about a failure, where more is known of it than that it is one. */
  readonly next?: string;
};

/** What executes a command on a stage. Failures of the user's program are results, not exceptions; what cannot be begun throws `Failure`. */
export type Engine = {
  readonly name: string;
  readonly deploy: (order: EngineOrder) => Promise<EngineResult>;
  readonly diff: (order: EngineOrder) => Promise<EngineResult>;
  /** Destroys what the home knows of the stage, from its state alone. Leaves the (empty) stage itself to the home. */
  readonly remove: (order: EngineOrder) => Promise<EngineResult>;
  /** Takes over into the state what differs from what is really there, from the state alone. */
  readonly refresh: (order: RefreshOrder) => Promise<EngineResult>;
};
