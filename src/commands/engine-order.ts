import type { EngineOrder, StageKey } from "../engine/engine.ts";
import type { RunOptions } from "../engine/run-options.ts";
import type { OpenHome } from "../home/home.ts";
import type { HeldLock } from "../lock/lock.ts";
import type { Services } from "./services.ts";

/**
 * What every command asks of the engine: to stop when the run is cancelled, or loses its right to the stage. `directory` is null where
 * there is no checkout; what is not said of the configuration is the stage's own.
 */
export function engineOrder(
  services: Services,
  of: {
    readonly key: StageKey;
    readonly directory: string | null;
    readonly pathsFrom?: string;
    readonly opened: OpenHome;
    readonly lock: HeldLock | null;
    readonly options: RunOptions;
    /** Tells that the command is under way. Called once, when the first engine process runs: that waits for no words. */
    readonly begin: () => void;
  },
): EngineOrder {
  const { key, directory, pathsFrom, opened, lock, begin } = of;
  let begun = false;
  return {
    key,
    directory,
    pathsFrom,
    home: opened,
    configFrom: null,
    options: of.options,
    log: services.log,
    secrets: services.mask,
    signal: AbortSignal.any([services.signal, opened.lost, ...(lock === null ? [] : [lock.lost])]),
    hurry: services.hurry,
    started: (process) => {
      services.trail.engineStarted(process);
      if (!begun) {
        begun = true;
        begin();
      }
    },
  };
}
