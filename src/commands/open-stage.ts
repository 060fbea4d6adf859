import type { StageKey } from "../engine/engine.ts";
import type { OpenHome, OpenOrder } from "../home/home.ts";
import type { HeldLock } from "../lock/lock.ts";
import type { Services } from "./services.ts";

/** A home that is being opened, beside other things that take their time. What was opened is closed at the end of the block. */
export type Opening = AsyncDisposable & { readonly opened: Promise<OpenHome> };

/** Opens the stage's home; `lock` is the one that is held on the stage, if any. */
export function openStage(
  services: Pick<Services, "home" | "trail">,
  { key, mode, lock }: { readonly key: StageKey; readonly mode: OpenOrder["mode"]; readonly lock: HeldLock | null },
): Opening {
  const left = services.trail.stateLeft;
  const opened = beside(services.home.open({ key, mode, fenceOff: lock?.tookOver === true, left }));
  return {
    opened,
    [Symbol.asyncDispose]: async () => {
      const home = await opened.catch(() => null);
      await home?.[Symbol.asyncDispose]();
    },
  };
}

/** A promise that is awaited later: until then its failure does not count as one that nobody handles. */
export function beside<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
