/** An object's content, with the tag of this very content. */
export type StoredObject = {
  readonly body: Uint8Array;
  readonly tag: string;
  /** How long ago it was written at least, by the server's own clock alone; left out where the server does not say. */
  readonly ageSeconds?: number;
};

export type ListedObject = {
  readonly key: string;
  readonly tag: string;
  readonly size: number;
  readonly modifiedAt: Date;
};

/**
 * A small object store: keys are paths with `/`, below the home's own prefix. Reads are repeated until they are answered (`patience.ts`).
 * Conditional writes are sent once: what is not answered throws `StoreUnavailable`, and may have happened or not; `createSureWrites` looks,
 * and repeats them. What further tries cannot fix (no bucket, no permission) throws a `Failure` that says so.
 */
export type ObjectStore = {
  /** For people: bucket and prefix. */
  readonly where: string;
  /** null when there is no such object. */
  readonly get: (key: string) => Promise<StoredObject | null>;
  /** Resolves to the new tag, or to null when there is an object of that name. */
  readonly putIfAbsent: (key: string, body: Uint8Array) => Promise<string | null>;
  /** Resolves to the new tag, or to null when the object is not the one with `tag` any more. */
  readonly putIfMatch: (key: string, body: Uint8Array, tag: string) => Promise<string | null>;
  /**
   * Resolves to false when the object is not the one with `tag` any more. Some servers ignore the condition (MinIO does), so there a
   * write between our look and our deletion is lost: only for what nobody else writes at the same time.
   */
  readonly deleteIfMatch: (key: string, tag: string) => Promise<boolean>;
  /** All objects whose key starts with `prefix`, in the order of their keys, a page (at most 1,000, one request) at a time. */
  readonly list: (prefix: string) => AsyncIterable<readonly ListedObject[]>;
};
