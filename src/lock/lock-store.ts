import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import type { LockRecord } from "./lock-record.ts";
import type { StoredTicket, Ticket } from "./ticket.ts";

/** A stored lock with the tag of this very version of it; a write that names another version changes nothing. */
export type StoredLock = {
  readonly record: LockRecord;
  readonly version: string;
  /** How long ago this version was written at least, by the store's own clock; left out where it does not say. */
  readonly ageSeconds?: number;
};

/**
 * Compare-and-swap on one small object a stage. Each write says whether it was the one that counted. What is not answered, or not
 * understood, is thrown: `StoreUnavailable` (or anything that is not a `Failure`) where another try may help and a write may have
 * happened all the same, another `Failure` where none will.
 */
export type LockStore = {
  readonly read: (key: StageKey) => Promise<StoredLock | null>;
  /** Resolves to null when a lock is stored there already. */
  readonly create: (key: StageKey, record: LockRecord) => Promise<StoredLock | null>;
  /** Resolves to null when the stored lock is not `version` any more. */
  readonly replace: (key: StageKey, record: LockRecord, version: string) => Promise<StoredLock | null>;
  /** Whether the holder is gone for certain, as far as this store can tell by its own means; null where it never can. */
  readonly ownerIsGone: ((record: LockRecord) => Promise<boolean>) | null;
  /** Where those who wait see each other; nothing of it is read or written for a lock that is free. */
  readonly tickets: TicketStore;
};

/** Compare-and-swap on one ticket a stage. What cannot be read as one is null. */
export type TicketStore = {
  readonly read: (key: StageKey) => Promise<StoredTicket | null>;
  /** Stores it over `version` (null: the first); changes nothing when another was quicker. */
  readonly write: (key: StageKey, ticket: Ticket, version: string | null) => Promise<void>;
};

/** Something that is stored elsewhere did not answer, or not as it should; another try may help. A write may have happened or not. */
export class StoreUnavailable extends Failure {}
