import { readFile, rm } from "node:fs/promises";

import type { StageKey } from "../../engine/engine.ts";
import type { Checkpoint } from "../../engine/pulumi/checkpoint.ts";
import { describeFailure, Failure } from "../../failure.ts";
import type { Log } from "../../log.ts";
import { refuseWhileResourcesRemain } from "../checkpoint-text.ts";
import { addUpdate } from "../add-update.ts";
import { type History, newId } from "../history.ts";
import { contentHash } from "../state-hash.ts";
import type { Update } from "../update-record.ts";
import { withFenceMark } from "./fence-mark.ts";
import type { Journal } from "./journal.ts";
import { createPushLoop } from "./push-loop.ts";
import type { StateWriter } from "./state-writer.ts";
import { commandLine } from "../../reader/advice.ts";

/** So long the last push is tried again, in milliseconds: what the engine made must not be forgotten because a server is down for a moment. */
const lastPushPatience = 120_000;
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
};

export function createWorkingState(given: {
  readonly writer: StateWriter;
  readonly file: string;
  readonly key: StageKey;
  readonly history: History;
  readonly log: Log;
  readonly journal: Journal;
  /** Hash of the file as it is stored already; null when that is not known. */
  readonly stored: string | null;
}): WorkingState {
  const { writer, file, key, history, log, journal } = given;
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
  const loop = createPushLoop({
    file,
    stored: given.stored,
    push: (body) => writer.write(body, 0),
    failed: lose,
    delayed: sayOnce,
  });

  /** The failure that a commit ended with, which its caller tells. */
  let committing: string | null = null;

  async function pushLast(): Promise<void> {
    await loop.stop();
    try {
      lost.signal.throwIfAborted();
      await loop.last((body) => writer.write(body, lastPushPatience));
    } catch (error) {
      const told = await keepAside(error);
      lose(told);
      throw told;
    }
  }

  /** What this run had must not be lost with its right to the stage: it stays as a snapshot, of which the `Failure` tells. */
  async function keepAside(cause: unknown): Promise<unknown> {
    const body = await readFile(file).catch(() => null);
    const isTaken = cause instanceof Failure && cause.code === "state-taken";
    if (!isTaken || body === null || contentHash(body) === journal.content) {
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
    start: loop.start,
    fenceOff: (body) => writer.write(withFenceMark(body), fencePatience),
    commit: async () => {
      if (journal.changing) {
        await pushLast().catch((error: unknown) => {
          committing = describeFailure(error).code;
          throw error;
        });
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
    close: async () => {
      await loop.stop();
      if (isClosed) {
        return true;
      }
      return pushLast().then(
        () => true,
        (error: unknown) => {
          const { code, message, next } = describeFailure(error);
          log[committing === code ? "warning" : "error"](
            `The state of stage ${key.stage} of ${key.app} was not stored: ${message}\n${next}`,
          );
          return code === "state-taken";
        },
      );
    },
  };
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
