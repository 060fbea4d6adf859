/** Folders that can be had again, kept from run to run under one name. */
export type CacheEntry = {
  readonly key: string;
  /** Beginnings of keys whose newest entry will do where there is none of exactly this key. */
  readonly beginnings: readonly string[];
  /** Absolute; the same when it is stored as when it is restored. */
  readonly paths: readonly string[];
};

/** Keeps folders between runs on machines that are thrown away. Neither call ever rejects: without it a run is slower, and no more. */
export type RunCache = {
  /** Resolves to whether exactly this entry is in place now, one that will do, or none. */
  readonly restore: (entry: CacheEntry) => Promise<"exact" | "other" | "none">;
  readonly save: (entry: CacheEntry) => Promise<void>;
};
