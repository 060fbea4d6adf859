import type { ObjectStore } from "./objects.ts";
import type { Patience } from "./patience.ts";

/**
 * The same objects, whose writes are repeated until they are answered. A write that was not answered may have been done: so before it is
 * sent again the object is read, and if it is what was sent, that write counts. Two writers who send the very same content are both told
 * that it is theirs.
 */
export function createSureWrites(objects: ObjectStore, patience: Patience): ObjectStore {
  /** `expected` is the tag that the condition names; null for none. */
  const put = (key: string, body: Uint8Array, expected: string | null): Promise<string | null> => {
    const tagIfOurs = (found: { readonly body: Uint8Array; readonly tag: string } | null): string | null =>
      found !== null && Buffer.from(found.body).equals(body) ? found.tag : null;
    let isUnclear = false;
    return patience(async () => {
      if (isUnclear) {
        const found = await objects.get(key);
        const ours = tagIfOurs(found);
        if (ours !== null || (found?.tag ?? null) !== expected) {
          return ours;
        }
      }
      try {
        const tag = await (expected === null
          ? objects.putIfAbsent(key, body)
          : objects.putIfMatch(key, body, expected));
        // Refused: perhaps for an earlier try, which arrived late.
        return tag === null && isUnclear ? tagIfOurs(await objects.get(key)) : tag;
      } catch (error) {
        isUnclear = true;
        throw error;
      }
    });
  };

  return {
    ...objects,
    putIfAbsent: (key, body) => put(key, body, null),
    putIfMatch: put,
    deleteIfMatch: (key, tag) => {
      let isUnclear = false;
      return patience(async () => {
        try {
          return (await objects.deleteIfMatch(key, tag)) || (isUnclear && (await objects.get(key)) === null);
        } catch (error) {
          isUnclear = true;
          throw error;
        }
      });
    },
  };
}
