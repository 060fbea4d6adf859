import { watch } from "node:fs";
import { open } from "node:fs/promises";

import { type EngineEvent, parseEngineEvent } from "./engine-event.ts";

/** How often to look where the file system does not tell of changes, in milliseconds. */
const lookEveryMs = 250;
/** The engine writes in bursts: what comes within so many milliseconds is read together. */
const burstMs = 20;

/** An event log that is being read. */
export type FollowedLog = {
  /** Reads what is left, closes the file, and throws what kept it from being read. */
  readonly stop: () => Promise<void>;
  /** When something was last read, as of `performance.now()`. */
  readonly lastActivity: () => number;
};

/**
 * Reads the engine's event log (one JSON object a line) as it grows and hands on each event that reports are made of, in order. Whole
 * lines only, so that an engine that was killed within a line does no harm. Debug messages are dropped here: they can hold secrets in
 * the clear. The file is made here, for us alone to read, before the engine opens it; memory is that of the longest line.
 */
export function followEventLog(path: string, onEvent: (event: EngineEvent) => void): FollowedLog {
  const growth = createSignal();
  let isStopping = false;
  let lastActivity = performance.now();
  const following = follow();
  // Thrown by `stop`; until then nobody listens.
  following.catch(() => undefined);
  return {
    stop: async () => {
      isStopping = true;
      growth.give();
      await following;
    },
    lastActivity: () => lastActivity,
  };

  async function follow(): Promise<void> {
    await using file = await open(path, "a+", 0o600);
    let burst: NodeJS.Timeout | null = null;
    const watcher = watch(path, () => {
      burst ??= setTimeout(() => {
        burst = null;
        growth.give();
      }, burstMs);
    });
    // A machine that is out of watches is still read, a little later.
    watcher.on("error", () => undefined);
    using _ = {
      [Symbol.dispose]: () => {
        watcher.close();
        clearTimeout(burst ?? undefined);
      },
    };
    const buffer = Buffer.alloc(256 * 1024);
    const lines = createLineSplitter((line) => {
      const event = parseEngineEvent(line);
      if (event !== null) {
        onEvent(event);
      }
    });
    let position = 0;
    for (;;) {
      const isLast = isStopping;
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      if (bytesRead > 0) {
        position += bytesRead;
        lastActivity = performance.now();
        lines.add(buffer.subarray(0, bytesRead));
        continue;
      }
      if (isLast) {
        return;
      }
      await growth.wait(lookEveryMs);
    }
  }
}

/** Wakes one who waits; a signal given while nobody waits wakes the next at once. */
function createSignal(): { give: () => void; wait: (atMostMs: number) => Promise<void> } {
  let isGiven = false;
  let wake: () => void = () => undefined;
  return {
    give: () => {
      isGiven = true;
      wake();
    },
    wait: async (atMostMs) => {
      if (!isGiven) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, atMostMs);
        });
        clearTimeout(timer);
      }
      isGiven = false;
    },
  };
}

/** Cuts bytes into lines; what follows the last line end waits for more. */
function createLineSplitter(onLine: (line: string) => void): { add: (chunk: Buffer) => void } {
  let rest: Buffer[] = [];
  return {
    add: (chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        const piece = chunk.subarray(start, end);
        onLine(rest.length === 0 ? piece.toString("utf8") : Buffer.concat([...rest, piece]).toString("utf8"));
        rest = [];
        start = end + 1;
      }
      if (start < chunk.length) {
        rest.push(Buffer.from(chunk.subarray(start)));
      }
    },
  };
}
