import type { StageKey } from "../engine/engine.ts";
import type { Checkpoint } from "../engine/pulumi/checkpoint.ts";
import type { LockStore } from "../lock/lock-store.ts";
import type { DigestStore } from "./digests.ts";
import type { History } from "./history.ts";
import type { FindOldStack } from "./old-stack.ts";
import type { OtherStages } from "./other-stages.ts";
import type { StageRecord } from "./record.ts";
import type { KeptState } from "./kept-state.ts";
import type { RowStore } from "./rows.ts";
import type { SettledStates } from "./settled-states.ts";
import type { Update } from "./update-record.ts";

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

export type HomeKind = "local" | "s3" | "backend";

/** What an engine needs of the home that its stage lives in. */
export type EngineHome = {
  readonly kind: HomeKind;
  /** What the engine's environment needs to find the state here, and to open its secrets where the home keeps the passphrase. */
  readonly engineEnvironment: Readonly<Record<string, string>>;
  readonly records: Pick<RecordStore, "read"> | null;
  /** The stage's state as the engine left it; null when there is no such stage. A broken one is a `Failure`, never an empty stage. */
  readonly checkpoint: (key: StageKey) => Promise<Checkpoint | null>;
  /** null: they are the engine's own backend's business. */
  readonly others: OtherStages | null;
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

/** A home that is open for one command on one stage. `await using` stores what is not stored yet, and clears up. */
export type OpenHome = EngineHome & {
  /** Aborted, with a `Failure` as its reason, when the state cannot be stored any more: somebody else wrote it, or access is gone. */
  readonly lost: AbortSignal;
  /** The stage's state as text, broken or not; null when there is none. */
  readonly text: (key: StageKey) => Promise<string | null>;
  /** Writes a state as text, byte for byte (a restored one); null where the state is not ours to write. */
  readonly replaceText: ((key: StageKey, text: string) => Promise<void>) | null;
  /**
   * Stores the state as the engine left it, and makes sure that it arrived. Rejects with the `Failure` `state-taken` when somebody else
   * wrote the stage's state meanwhile: then nothing of it is changed, and what this run had is kept aside as a snapshot.
   */
  readonly commit: () => Promise<void>;
  /** Puts a command on record, with a snapshot if it changed the state. That it rejects does not undo the command. */
  readonly addToHistory: (update: Update) => Promise<void>;
  /** What is here and not stored, after a `commit` that failed; null where that is nothing. */
  readonly unstored: () => Promise<Unstored | null>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A state that could not be stored. */
export type Unstored = {
  /** Encrypted, to be kept elsewhere; null where there is no passphrase to do it with. */
  readonly kept: KeptState | null;
  /** Whether that hides it: under an empty passphrase everybody can open it. */
  readonly isHidden: boolean;
  /** What is in no stored state, as far as it is known; a resource that is under way has no id. */
  readonly resources: readonly { readonly type: string; readonly name: string; readonly id: string | null }[];
  /** Why the resources are not known; null where they are. */
  readonly unknown: string | null;
};

export type OpenOrder = {
  readonly key: StageKey;
  /** `read`: the state is only looked at, and nothing is stored. `restore`: it is replaced, broken or not, without an engine. */
  readonly mode: "change" | "read" | "restore";
  /** The lock was taken from a holder that did not give it back: it may still be writing, and must not be able to any more. */
  readonly fenceOff: boolean;
  /** Told the folder (absolute) in which the state lies while the home is open, for `resume`; null once it is not needed any more. */
  readonly left: (folder: string | null) => void;
};

/** Where stages' states live. */
export type Home = {
  readonly kind: HomeKind;
  /** For people: a folder or URL, without credentials. */
  readonly where: string;
  /** null: this home cannot keep records, and what rests on them is unavailable. */
  readonly records: RecordStore | null;
  /** null: this home leaves locking to the engine's own backend. */
  readonly locks: LockStore | null;
  /** null: history is the engine's own backend's. */
  readonly history: History | null;
  /** null: a pull request's comment keeps its rows in itself, where two jobs that write at the same time can lose one. */
  readonly rows: RowStore | null;
  /** Asked before a stage is begun that the home knows nothing of: it may live on in plain Pulumi. null: there is no such place. */
  readonly oldStack: FindOldStack | null;
  /** null: the engine writes states where they stay. */
  readonly settled: SettledStates | null;
  /** null: nothing can be kept here, and so nothing in GitHub's cache that only this could tell from another's. */
  readonly digests: DigestStore | null;
  /** The stage's stored state as text, broken or not; null when there is none. */
  readonly text: (key: StageKey) => Promise<string | null>;
  /** The stage's stored state; null when there is no such stage. A broken one is a `Failure`, never an empty stage. */
  readonly checkpoint: (key: StageKey) => Promise<Checkpoint | null>;
  /** Whoever opens a home to change a stage holds the stage's lock, where the home has locks. */
  readonly open: (order: OpenOrder) => Promise<OpenHome>;
  /** Goes on with the folder that a killed run of the same job left; null where states do not lie in such folders, or it is gone. */
  readonly resume: (folder: string) => Promise<OpenHome | null>;
};
