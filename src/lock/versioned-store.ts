import type { StageKey } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import { parseLockRecord } from "./lock-record.ts";
import type { LockStore } from "./lock-store.ts";
import { parseTicket } from "./ticket.ts";

/** A value as the newest of its versions, which are numbered from 1 on and never change. */
export type Version = {
  readonly text: string;
  readonly number: number;
  /** For people: where it lies, and what to do to be rid of all versions (`delete …`). */
  readonly where: string;
  readonly clear: string;
};

/** Compare-and-swap on one value a stage, by its versions. */
export type Versions = {
  readonly newest: (key: StageKey) => Promise<Version | null>;
  /** Stores a text as the version after `after` (0 for the first); resolves to its number, or to null when that is not the newest any more. */
  readonly append: (key: StageKey, write: { readonly after: number; readonly text: string }) => Promise<number | null>;
};

/** Locks, and the tickets of those who wait, as versions. `ownerIsGone` is what the place of the versions can tell by itself. */
export function createVersionedStore(of: {
  readonly locks: Versions;
  readonly tickets: Versions;
  readonly ownerIsGone: LockStore["ownerIsGone"];
}): LockStore {
  const { locks, tickets, ownerIsGone } = of;
  const put: LockStore["replace"] = async (key, record, version) => {
    const number = await locks.append(key, { after: Number(version), text: JSON.stringify(record, null, 2) });
    return number === null ? null : { record, version: String(number) };
  };
  return {
    read: async (key) => {
      const found = await locks.newest(key);
      return found === null ? null : { record: parse(found), version: String(found.number) };
    },
    create: (key, record) => put(key, record, "0"),
    replace: put,
    ownerIsGone,
    tickets: {
      read: async (key) => {
        const found = await tickets.newest(key);
        const ticket = found === null ? null : parseTicket(found.text);
        return found === null || ticket === null ? null : { ticket, version: String(found.number) };
      },
      write: async (key, ticket, version) => {
        await tickets.append(key, { after: Number(version ?? 0), text: JSON.stringify(ticket) });
      },
    },
  };
}

function parse({ text, where, clear }: Version) {
  const record = parseLockRecord(text);
  if (record === null) {
    throw new Failure({
      code: "lock-unreadable",
      message: `${where} is not a lock that this version of Stagewright can read.`,
      next: `Use the version of Stagewright that wrote it; or make sure that nothing runs on this stage, and ${clear}.`,
    });
  }
  return record;
}
