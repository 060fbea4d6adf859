import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { StageKey } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import { StoreUnavailable } from "../../lock/lock-store.ts";
import type { ObjectStore, StoredObject } from "../objects/objects.ts";
import { pauseMs } from "../objects/patience.ts";
import { sha256 } from "../state-hash.ts";
import { stateName } from "./names.ts";

/** What a run knows of a stage's stored state: enough to tell its own writes from those of others, also for a later step. */
export type KnownState = {
  /** The tag of the stored object when it was last seen to be ours; null when there was none. */
  readonly tag: string | null;
  /** Hashes of what was sent since, and may or may not be stored. */
  readonly sent: readonly string[];
  /** Hash of what is stored under `tag`; null when there is none. */
  readonly hash: string | null;
};

/** Writes one stage's state, and never over somebody else's. Calls must not overlap. */
export type StateWriter = {
  /**
   * Stores these bytes and makes sure that they arrived. Tries again for `patienceMs` (0: once) where the server does not answer, then
   * rejects with `StoreUnavailable`; rejects with `state-taken` when the stored state is not the one that we know any more.
   */
  readonly write: (body: Uint8Array, patienceMs: number) => Promise<void>;
  /** Deletes the stored state, on the same conditions; none is fine. */
  readonly remove: () => Promise<void>;
  readonly known: () => KnownState;
};

/** So often a write that arrived damaged, or was taken for simultaneous with another, is done again at least. */
const repairs = 3;

export function createStateWriter(given: {
  /** Writes are sent once: what is sent next is decided here. */
  readonly objects: ObjectStore;
  readonly key: StageKey;
  readonly known: KnownState;
  /** Told before each request that changes the known state, and after it. */
  readonly note: (known: KnownState) => Promise<void>;
}): StateWriter {
  const { objects, key } = given;
  const name = stateName(key);
  let { tag, hash } = given.known;
  let sent = new Set(given.known.sent);

  const known = (): KnownState => ({ tag, hash, sent: [...sent] });
  const note = () => given.note(known());
  const accept = async (stored: string | null, body: Uint8Array | null) => {
    tag = stored;
    hash = body === null ? null : sha256(body);
    sent = new Set();
    await note();
  };

  /** Sends once. Resolves to whether the bytes are stored and whole; false: look and try again. */
  async function send(body: Uint8Array): Promise<boolean> {
    const stored = tag === null ? await objects.putIfAbsent(name, body) : await objects.putIfMatch(name, body, tag);
    if (stored !== null) {
      if (isTagOf(stored, body) || (await holds(stored, body))) {
        await accept(stored, body);
        return true;
      }
      // Ours, but damaged on its way: the next try is written over it.
      await accept(stored, null);
      return false;
    }
    const found = await objects.get(name);
    if (found !== null && sent.has(sha256(found.body))) {
      // A write of ours, of which the answer was lost.
      await accept(found.tag, found.body);
      return sha256(found.body) === sha256(body);
    }
    if ((found?.tag ?? null) !== tag) {
      throw taken(key, objects.where, found);
    }
    // Nothing changed: the server took two writes for simultaneous (409).
    return false;
  }

  /** Reads back what cannot be told by its tag: under KMS, and on some servers, that is no hash of the content. */
  async function holds(stored: string, body: Uint8Array): Promise<boolean> {
    const found = await objects.get(name);
    if (found === null || found.tag !== stored) {
      throw taken(key, objects.where, found);
    }
    return found.body.byteLength === body.byteLength && sha256(found.body) === sha256(body);
  }

  return {
    known,
    write: async (body, patienceMs) => {
      const until = performance.now() + patienceMs;
      let failed = 0;
      for (let turn = 1; ; turn += 1) {
        try {
          sent.add(sha256(body));
          await note();
          if (await send(body)) {
            return;
          }
          failed += 1;
          if (failed > repairs && performance.now() >= until) {
            throw notWhole(key, objects.where);
          }
        } catch (error) {
          if (!(error instanceof StoreUnavailable) || performance.now() >= until) {
            throw error;
          }
        }
        await sleep(pauseMs(turn));
      }
    },
    remove: async () => {
      if (tag === null || (await objects.deleteIfMatch(name, tag))) {
        await accept(null, null);
        return;
      }
      const found = await objects.get(name);
      if (found !== null) {
        throw taken(key, objects.where, found);
      }
      await accept(null, null);
    },
  };
}

/** S3 gives an object that is sent whole, and not encrypted under a key of KMS, the MD5 of its content as its tag. */
function isTagOf(tag: string, body: Uint8Array): boolean {
  return tag.replaceAll('"', "") === createHash("md5").update(body).digest("hex");
}

function taken(key: StageKey, where: string, found: StoredObject | null): Failure {
  return new Failure({
    code: "state-taken",
    message: `The state of stage ${key.stage} of ${key.app} in ${where} was ${found === null ? "deleted" : "written"} by somebody else while this run worked on it, so this run stopped and wrote nothing over it.`,
    next: "Look at the stage's other runs; when they have ended, run this one again.",
  });
}

function notWhole(key: StageKey, where: string): StoreUnavailable {
  return new StoreUnavailable({
    code: "state-damaged",
    message: `The state of stage ${key.stage} of ${key.app} could not be stored in ${where}: it arrives damaged, or is refused again and again.`,
    next: "Check the server, and what lies between here and it (proxies change what is sent).",
  });
}
