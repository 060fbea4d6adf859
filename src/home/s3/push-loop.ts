import { watch } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";

import { StoreUnavailable } from "../../lock/lock-store.ts";
import { sha256 } from "../state-hash.ts";

/** How often to look where the file system does not tell of changes, in milliseconds. */
const lookEveryMs = 250;
/**
 * Pushes begin so far apart at least. A state is written twice a resource, and each push costs the engine some of its processor: this is
 * what a machine that vanishes may take with it, besides what is under way.
 */
const betweenPushesMs = 100;

/** Pushes a file that changes while it is written, one push at a time, the newest content always last. */
export type PushLoop = {
  /** Begins to look after the file, also again after `stop`. */
  readonly start: () => void;
  /** Ends when the push under way, if any, has ended. Nothing is pushed by itself any more. */
  readonly stop: () => Promise<void>;
  /** Pushes the file as it is now, if that is not what was pushed last; only after `stop`. */
  readonly last: (push: (body: Uint8Array) => Promise<void>) => Promise<void>;
};

export function createPushLoop(given: {
  /** Written by rename, so that it can be read at any moment; it may be missing. */
  readonly file: string;
  /** Hash of what is stored already; null for nothing. */
  readonly stored: string | null;
  readonly push: (body: Uint8Array) => Promise<void>;
  /** Told what no further try can mend; the loop has ended then. */
  readonly failed: (error: unknown) => void;
  /** Told of a push that failed and is tried again. */
  readonly delayed: (error: unknown) => void;
}): PushLoop {
  const { file } = given;
  let { stored } = given;
  let stopped = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let seen = "";

  /** Pushes the content that is there now, unless it is the one that is stored. */
  async function pushNow(push: (body: Uint8Array) => Promise<void>): Promise<void> {
    const body = await readFile(file).catch(noFile);
    if (body === null) {
      return;
    }
    const hash = sha256(body);
    if (hash !== stored) {
      await push(body);
      stored = hash;
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    const changes = createWake();
    const watcher = watchQuietly(dirname(file), changes.give);
    using _ = { [Symbol.dispose]: () => watcher?.close() };
    signal.addEventListener("abort", changes.give, { once: true });
    while (!signal.aborted) {
      const begun = performance.now();
      try {
        const now = await versionOf(file);
        if (now !== seen) {
          await pushNow(given.push);
          // Only what was there before the read: a later change is seen at the next look.
          seen = now;
        }
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) {
          given.failed(error);
          return;
        }
        given.delayed(error);
      }
      await changes.wait(lookEveryMs);
      const rest = betweenPushesMs - (performance.now() - begun);
      if (rest > 0 && !signal.aborted) {
        await pause(rest, signal);
      }
    }
  }

  return {
    start: () => {
      stopped = new AbortController();
      running = run(stopped.signal);
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
    last: pushNow,
  };
}

/** What tells one version of a file from the next: each is a file of its own, renamed into place. */
async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch(noFile);
  return found === null ? "" : `${found.ino} ${found.mtimeMs} ${found.size}`;
}

function noFile(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    return null;
  }
  throw error;
}

/** A machine that is out of watches is still looked after, a little later. */
function watchQuietly(folder: string, changed: () => void): ReturnType<typeof watch> | null {
  try {
    return watch(folder, { persistent: false }, changed).on("error", () => undefined);
  } catch {
    return null;
  }
}

/** Wakes one who waits; given while nobody waits, it wakes the next at once. */
function createWake(): { give: () => void; wait: (atMostMs: number) => Promise<void> } {
  let isGiven = false;
  let wake: () => void = () => undefined;
  return {
    give: () => {
      isGiven = true;
      wake();
    },
    wait: async (atMostMs) => {
      if (!isGiven) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isGiven = false;
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
