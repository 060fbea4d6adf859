import type { StageKey } from "../engine/engine.ts";
import type { LockStore } from "../lock/lock-store.ts";
import type { StageRecord } from "./record.ts";
import type { Checkpoint } from "../engine/pulumi/checkpoint.ts";

/** Where records of stages are kept. */
export type RecordStore = {
  readonly read: (key: StageKey) => Promise<StageRecord | null>;
  readonly write: (record: StageRecord) => Promise<void>;
  readonly remove: (key: StageKey) => Promise<void>;
  /** Every record in the home, of all apps; a record that cannot be read is a `Failure` that names it. */
  readonly list: () => Promise<readonly StageRecord[]>;
  /**
   * What a deploy of the stage must agree with: the records of its app. Where looking at them all is dear and the stage has a record, that
   * one alone: it was compared with the others when it was made.
   */
  readonly neighbours: (key: StageKey) => Promise<readonly StageRecord[]>;
};

/** Where a stage's state lives. */
export type Home = {
  readonly kind: "local" | "backend";
  /** For people: a folder or URL, without credentials. */
  readonly where: string;
  /** What the engine's environment needs to find the state here. */
  readonly engineEnvironment: Readonly<Record<string, string>>;
  /** null: this home cannot keep records, and what rests on them is unavailable. */
  readonly records: RecordStore | null;
  /** null: this home leaves locking to the engine's own backend. */
  readonly locks: LockStore | null;
  /** The stage's state as the engine left it; null when there is no such stage. A broken one is a `Failure`, never an empty stage. */
  readonly checkpoint: (key: StageKey) => Promise<Checkpoint | null>;
  /** Writes a checkpoint that we edited (settled pending operations), atomically; null where the state is not ours to write. */
  readonly replaceCheckpoint: ((key: StageKey, checkpoint: Checkpoint) => Promise<void>) | null;
  /** Makes sure that the engine finds the stage: a new one becomes an empty checkpoint. Clears what dead engines left (their locks). */
  readonly prepare: (key: StageKey) => Promise<void>;
  /**
   * Makes a stage that the engine said it does not know, without writing into the user's tree; null where `prepare` already did. Only
   * called then, so that an existing stage costs no process. `configFile` (absolute; null for none) names the key that the stage's secrets
   * are to be encrypted with; the file is only read.
   */
  readonly createMissing: ((key: StageKey, configFile: string | null) => Promise<void>) | null;
  /** Forgets an emptied stage: checkpoint, record, leftovers. Refuses while the checkpoint still names resources. */
  readonly discard: (key: StageKey) => Promise<void>;
};
