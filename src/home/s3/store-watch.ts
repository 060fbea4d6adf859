/** Tells when nothing could be stored for too long. */
export type StoreWatch = {
  /** Something is to be stored; the first that is not stored yet counts. */
  readonly begin: () => void;
  /** It was. */
  readonly stored: () => void;
};

/** `late` is called once, when something was to be stored for `afterMs` and was not. */
export function createStoreWatch(afterMs: number, late: () => void): StoreWatch {
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      timer ??= setTimeout(late, afterMs).unref();
    },
    stored: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
