import type { Trail } from "../commands/services.ts";
import type { Log } from "../log.ts";
import { outliveClosedStreams } from "./closed-streams.ts";

/**
 * Aborts at the first signal of a cancelled run, whichever it is; later ones change nothing, since Pulumi takes a second signal as the
 * order to drop what it is doing (the runner sends SIGINT, SIGTERM 7.5 s later, and kills 2.5 s after that).
 */
export function onCancel(log: Log, trail: Trail): AbortSignal {
  // A runner that dies takes the log's reader with it.
  outliveClosedStreams();
  const controller = new AbortController();
  const cancel = () => {
    if (!controller.signal.aborted) {
      log.warning("Cancelled: the engine finishes the operations under way and starts no new ones.");
      controller.abort();
      trail.cancelled();
    }
  };
  const signals: NodeJS.Signals[] =
    process.platform === "win32" ? ["SIGINT", "SIGBREAK"] : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    process.on(signal, cancel);
  }
  return controller.signal;
}
