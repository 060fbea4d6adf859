import type { StageKey } from "../engine/engine.ts";
import type { LockRecord } from "./lock-record.ts";

/** A stored lock with the tag of this very version of it; a write that names another version changes nothing. */
export type StoredLock = { readonly record: LockRecord; readonly version: string };

/** Compare-and-swap on one small object a stage. Each write says whether it was the one that counted. */
export type LockStore = {
  readonly read: (key: StageKey) => Promise<StoredLock | null>;
  /** Resolves to null when somebody else's lock is there already. */
  readonly create: (key: StageKey, record: LockRecord) => Promise<StoredLock | null>;
  /** Resolves to null when the stored lock is not `version` any more. */
  readonly replace: (key: StageKey, record: LockRecord, version: string) => Promise<StoredLock | null>;
  /** Resolves to false when the stored lock is not `version` any more. */
  readonly remove: (key: StageKey, version: string) => Promise<boolean>;
};
