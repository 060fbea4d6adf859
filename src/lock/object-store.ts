import type { StageKey } from "../engine/engine.ts";
import { checkKey } from "../home/key.ts";
import type { ObjectStore } from "../home/objects/objects.ts";
import { Failure } from "../failure.ts";
import { type LockRecord, parseLockRecord } from "./lock-record.ts";
import type { LockStore } from "./lock-store.ts";
import { ownerProcessIsGone } from "./owner-process.ts";
import { parseTicket } from "./ticket.ts";

/** Locks as objects of a home: `lock/<app>/<stage>.json`, written on conditions only, and never deleted. */
export function createObjectLockStore(objects: ObjectStore): LockStore {
  return {
    read: async (key) => {
      const found = await objects.get(nameOf(key));
      const age = found?.ageSeconds === undefined ? {} : { ageSeconds: found.ageSeconds };
      return found === null ? null : { record: decode(found.body, nameOf(key)), version: found.tag, ...age };
    },
    create: async (key, record) => {
      const tag = await objects.putIfAbsent(nameOf(key), encode(record));
      return tag === null ? null : { record, version: tag };
    },
    replace: async (key, record, version) => {
      const tag = await objects.putIfMatch(nameOf(key), encode(record), version);
      return tag === null ? null : { record, version: tag };
    },
    // Of a process on another machine nothing can be told; of one on this, as much as in a folder.
    ownerIsGone: (record) => ownerProcessIsGone(record.owner),
    tickets: {
      read: async (key) => {
        const found = await objects.get(ticketOf(key));
        const ticket = found === null ? null : parseTicket(new TextDecoder().decode(found.body));
        return found === null || ticket === null ? null : { ticket, version: found.tag };
      },
      write: async (key, ticket, version) => {
        const body = new TextEncoder().encode(JSON.stringify(ticket));
        await (version === null
          ? objects.putIfAbsent(ticketOf(key), body)
          : objects.putIfMatch(ticketOf(key), body, version));
      },
    },
  };
}

function nameOf(key: StageKey): string {
  checkKey(key);
  return `lock/${key.app}/${key.stage}.json`;
}

function ticketOf(key: StageKey): string {
  checkKey(key);
  return `waiting/${key.app}/${key.stage}.json`;
}

function encode(record: LockRecord): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record, null, 2));
}

function decode(body: Uint8Array, name: string): LockRecord {
  const record = parseLockRecord(new TextDecoder().decode(body));
  if (record === null) {
    throw new Failure({
      code: "lock-unreadable",
      message: `The object ${name} is not a lock that this version of Stagewright can read.`,
      next: "Use the version of Stagewright that wrote it; or make sure that nothing runs on this stage, and delete the object.",
    });
  }
  return record;
}
