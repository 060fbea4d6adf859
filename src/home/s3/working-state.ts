import { readFile, rm } from "node:fs/promises";

import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { describeFailure, Failure } from "../../failure.ts";
import type { Log } from "../../log.ts";
import { refuseWhileResourcesRemain } from "../checkpoint-text.ts";
import { addUpdate } from "../add-update.ts";
import { type History, newId } from "../history.ts";
import type { Unstored } from "../home.ts";
import { contentHash, sha256 } from "../state-hash.ts";
import type { Update } from "../update-record.ts";
import { withFenceMark } from "./fence-mark.ts";
import type { Journal } from "./journal.ts";
import { createPushLoop } from "./push-loop.ts";
import type { StateWriter } from "./state-writer.ts";
import { commandLine } from "../../reader/advice.ts";
import { createStoreWatch } from "./store-watch.ts";
import { describeUnstored } from "./unstored.ts";

/** The last push is tried for so many times what an engine may go on without one: what it made must not be forgotten. */
const lastPushTurns = 2;
const fencePatience = 30_000;

/** A state that an engine works on in a folder, stored as it changes. */
export type WorkingState = {
  readonly lost: AbortSignal;
  /** Begins to store what changes. */
  readonly start: () => void;
  /** Makes it impossible for whoever knows the stored state to store something over it. `body` is what is stored, or would be. */
  readonly fenceOff: (body: Uint8Array) => Promise<void>;
  /** See `OpenHome`. */
  readonly commit: () => Promise<void>;
  readonly addToHistory: (update: Update) => Promise<void>;
  /** Deletes the stored state, and the one in the folder; refused while `state` names resources. */
  readonly discard: (state: Checkpoint | null) => Promise<void>;
  /** Stores what is not stored yet. Resolves to false when that failed, so that the folder must stay. */
  readonly close: () => Promise<boolean>;
  /** See `OpenHome`. */
  readonly unstored: () => Promise<Unstored | null>;
};

export function createWorkingState(given: {
  readonly writer: StateWriter;
  readonly file: string;
  readonly key: StageKey;
  readonly history: History;
  readonly log: Log;
  readonly journal: Journal;
  /** The file as it is stored already; null when that is not known. */
  readonly stored: Uint8Array | null;
  readonly where: string;
  /** How long an engine may go on while nothing can be stored, in milliseconds. */
  readonly storeTimeoutMs: number;
  /** To keep elsewhere what cannot be stored; null where there is none. It may be empty. */
  readonly passphrase: () => Promise<string | null>;
}): WorkingState {
  const { writer, file, key, history, log, journal, storeTimeoutMs } = given;
  let { stored } = given;
  let wasTried = false;
  /** A commit's failure, which whoever asked for it tells; nothing more is tried then. */
  let refused: ReturnType<typeof describeFailure> | null = null;
  const lost = new AbortController();
  let isClosed = !journal.changing;

  const lose = (error: unknown) => {
    if (!lost.signal.aborted) {
      lost.abort(error);
    }
  };
  const sayOnce = once((error: unknown) =>
    log.warning(`The state could not be stored for the moment, and is tried again: ${describeFailure(error).message}`),
  );
  const watch = createStoreWatch(storeTimeoutMs, () => lose(notStored(key, given.where, storeTimeoutMs)));
  const write = async (body: Uint8Array, patienceMs: number) => {
    watch.begin();
    await writer.write(body, patienceMs);
    watch.stored();
    stored = body;
  };
  const loop = createPushLoop({
    file,
    stored: stored === null ? null : sha256(stored),
    push: (body) => write(body, 0),
    failed: lose,
    delayed: sayOnce,
  });

  async function pushLast(): Promise<void> {
    await loop.stop();
    try {
      if (isTaken(lost.signal.reason)) {
        lost.signal.throwIfAborted();
      }
      // Once more at the very end: what was tried for long is not tried for long again.
      const patienceMs = wasTried ? 0 : lastPushTurns * storeTimeoutMs;
      await loop.last((body) => write(body, patienceMs));
    } catch (error) {
      wasTried = true;
      const told = await keepAside(error);
      lose(told);
      throw told;
    }
  }

  /** What this run had must not be lost with its right to the stage: it stays as a snapshot, of which the `Failure` tells. */
  async function keepAside(cause: unknown): Promise<unknown> {
    const body = await readFile(file).catch(() => null);
    if (!(cause instanceof Failure) || !isTaken(cause) || body === null || contentHash(body) === journal.content) {
      return cause;
    }
    const id = newId(new Date());
    const where = (await isKept(id, body))
      ? ` What this run had made until then is kept as snapshot ${id}: compare it with the state (\`${commandLine(`state export ${id}`, key)}\`).`
      : "";
    return new Failure({ code: cause.code, message: cause.message, next: `${cause.next}${where}`, cause });
  }

  async function isKept(id: string, body: Uint8Array): Promise<boolean> {
    try {
      await history.addSnapshot(key, id, body);
      return true;
    } catch (error) {
      log.debug(`The state could not be kept aside: ${String(error)}`);
      return false;
    }
  }

  return {
    lost: lost.signal,
    start: () => {
      isClosed = !journal.changing;
      wasTried = false;
      loop.start();
    },
    fenceOff: (body) => writer.write(withFenceMark(body), fencePatience),
    commit: async () => {
      if (journal.changing) {
        await pushLast().catch((error: unknown) => {
          refused = describeFailure(error);
          throw error;
        });
        refused = null;
        isClosed = true;
      }
    },
    addToHistory: async (update) => addUpdate({ history, key, update, before: journal.content, file }),
    discard: async (state) => {
      if (state !== null) {
        refuseWhileResourcesRemain(state, key);
      }
      await loop.stop();
      await writer.remove();
      await Promise.all([file, `${file}.bak`].map((path) => rm(path, { force: true })));
      isClosed = true;
    },
    unstored: () => describeUnstored({ ...given, stored, known: writer.known() }),
    close: async () => {
      await loop.stop();
      if (isClosed || refused !== null) {
        return isClosed || refused?.code === "state-taken";
      }
      return pushLast().then(
        () => true,
        (error: unknown) => {
          const { code, message, next } = describeFailure(error);
          log.error(`The state of stage ${key.stage} of ${key.app} was not stored: ${message}\n${next}`);
          return code === "state-taken";
        },
      );
    },
  };
}

function isTaken(error: unknown): boolean {
  return error instanceof Failure && error.code === "state-taken";
}

function notStored(key: StageKey, where: string, afterMs: number): Failure {
  return new Failure({
    code: "state-unstored",
    message: `The state of stage ${key.stage} of ${key.app} could not be stored in ${where} for ${afterMs / 1000} s, so the engine was told to stop.`,
    next: "Check the home and the run's access to it.",
  });
}

function once<Argument>(act: (argument: Argument) => void): (argument: Argument) => void {
  let done = false;
  return (argument) => {
    if (!done) {
      done = true;
      act(argument);
    }
  };
}
